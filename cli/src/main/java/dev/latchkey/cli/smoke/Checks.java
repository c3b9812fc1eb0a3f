package dev.latchkey.cli.smoke;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Sends calls and looks at the answers: at what must hold of every one, and at what the caller expects. */
final class Checks {
    private static final String NAMES = "headers under their own names";
    private static final String JSON = "errors in JSON";
    private static final String CORS = "CORS headers on every answer, errors too";
    private static final ApiResponse NONE =
            new ApiResponse(0, HttpHeaders.of(Map.of(), (name, value) -> true), "", Duration.ZERO);

    private final ApiClient client;
    private final CheckResults results;
    private final Secrets secrets;
    private final Runnable progress;

    /**
     * Builds an examiner.
     *
     * @param progress is run before each call
     */
    Checks(ApiClient client, CheckResults results, Secrets secrets, Runnable progress) {
        this.client = client;
        this.results = results;
        this.secrets = secrets;
        this.progress = progress;
    }

    /**
     * Sends a call and notes what is wrong with its answer.
     *
     * @param problem tells what is wrong; nothing when all is well
     * @return the answer, with the status 0 when there was none
     */
    ApiResponse examine(String group, ApiRequest request, Function<ApiResponse, String> problem)
            throws InterruptedException {
        progress.run();
        try {
            ApiResponse response = client.send(request);
            lookAtAny(request, response);
            results.add(group, request.name(), problem.apply(response));
            return response;
        } catch (IOException e) {
            results.add(group, request.name(), e instanceof HttpTimeoutException ? "no answer in time" : "no answer");
            return NONE;
        }
    }

    /** As {@link #examine}, of an answer that has to have a status first of all. */
    ApiResponse expect(String group, ApiRequest request, int status, Function<ApiResponse, String> problem)
            throws InterruptedException {
        return examine(
                group,
                request,
                response -> response.status() == status
                        ? problem.apply(response)
                        : response.status() + " instead of " + status + said(response));
    }

    ApiResponse expect(String group, ApiRequest request, int status) throws InterruptedException {
        return expect(group, request, status, response -> "");
    }

    /** As {@link #expect}, for what everything else builds on. */
    ApiResponse require(String group, ApiRequest request, int status) throws InterruptedException {
        ApiResponse response = expect(group, request, status);
        if (response.status() != status) {
            throw new CannotGoOnException();
        }
        return response;
    }

    private void lookAtAny(ApiRequest request, ApiResponse response) {
        String subject = request.name() + ", " + response.status();
        results.add(
                NAMES,
                subject,
                response.remappedHeader().map(name -> "has the header " + name).orElse(""));
        results.add(
                CORS,
                subject,
                response.header("Access-Control-Allow-Origin").isEmpty() ? "has no Access-Control-Allow-Origin" : "");
        if (response.status() >= 400) {
            boolean isJson =
                    response.header("Content-Type").toLowerCase(Locale.ROOT).startsWith("application/json");
            results.add(
                    JSON,
                    subject,
                    isJson && !response.object().isEmpty() ? "" : "is no JSON object of the type application/json");
        }
    }

    /** What a refusal said; what a success said may be a secret that is not known yet. */
    private String said(ApiResponse response) {
        return response.status() < 400 || response.body().isEmpty() ? "" : ": " + secrets.hide(response.body());
    }
}
