package dev.latchkey.local.smoke;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Sends calls and looks at the answers: at what must hold of every one, and at what the caller expects. */
final class Examiner {
    private static final String NAMES = "headers under their own names";
    private static final String JSON = "errors in JSON";
    private static final String CORS = "CORS headers on every answer, errors too";
    private static final Reply NONE = new Reply(0, HttpHeaders.of(Map.of(), (name, value) -> true), "", Duration.ZERO);

    private final Client client;
    private final Findings findings;
    private final Secrets secrets;
    private final Runnable progress;

    /**
     * Builds an examiner.
     *
     * @param progress is run before each call
     */
    Examiner(Client client, Findings findings, Secrets secrets, Runnable progress) {
        this.client = client;
        this.findings = findings;
        this.secrets = secrets;
        this.progress = progress;
    }

    /**
     * Sends a call and notes what is wrong with its answer.
     *
     * @param problem tells what is wrong; nothing when all is well
     * @return the answer, with the status 0 when there was none
     */
    Reply examine(String group, Call call, Function<Reply, String> problem) throws InterruptedException {
        progress.run();
        try {
            Reply reply = client.send(call);
            lookAtAny(call, reply);
            findings.add(group, call.name(), problem.apply(reply));
            return reply;
        } catch (IOException e) {
            findings.add(group, call.name(), e instanceof HttpTimeoutException ? "no answer in time" : "no answer");
            return NONE;
        }
    }

    /** As {@link #examine}, of an answer that has to have a status first of all. */
    Reply expect(String group, Call call, int status, Function<Reply, String> problem) throws InterruptedException {
        return examine(
                group,
                call,
                reply -> reply.status() == status
                        ? problem.apply(reply)
                        : reply.status() + " instead of " + status + said(reply));
    }

    Reply expect(String group, Call call, int status) throws InterruptedException {
        return expect(group, call, status, reply -> "");
    }

    /** As {@link #expect}, for what everything else builds on. */
    Reply require(String group, Call call, int status) throws InterruptedException {
        Reply reply = expect(group, call, status);
        if (reply.status() != status) {
            throw new Stopped();
        }
        return reply;
    }

    private void lookAtAny(Call call, Reply reply) {
        String subject = call.name() + ", " + reply.status();
        findings.add(
                NAMES,
                subject,
                reply.remappedHeader().map(name -> "has the header " + name).orElse(""));
        findings.add(
                CORS,
                subject,
                reply.header("Access-Control-Allow-Origin").isEmpty() ? "has no Access-Control-Allow-Origin" : "");
        if (reply.status() >= 400) {
            boolean isJson =
                    reply.header("Content-Type").toLowerCase(Locale.ROOT).startsWith("application/json");
            findings.add(
                    JSON,
                    subject,
                    isJson && !reply.object().isEmpty() ? "" : "is no JSON object of the type application/json");
        }
    }

    /** What a refusal said; what a success said may be a secret that is not known yet. */
    private String said(Reply reply) {
        return reply.status() < 400 || reply.body().isEmpty() ? "" : ": " + secrets.hide(reply.body());
    }
}
