package dev.latchkey.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.time.Timings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One invocation, and the line that is logged for it.
 *
 * <p>Its methods take only what may be logged: never a token, a password, a header or a body.
 */
public final class Invocation {
    private static final int MAX_FRAMES = 12;

    private final @Nullable Context context;
    private final LogLine line;
    private final Timings timings = Timings.begin();
    private final long begun = System.nanoTime();
    private final boolean cold;
    private String route = "unknown";
    private @Nullable AccountEvent event;
    private List<String> failure = List.of();

    Invocation(@Nullable Context context, String namespace, Instant now, boolean cold) {
        this.context = context;
        this.line = new LogLine(namespace, now);
        this.cold = cold;
    }

    /**
     * Notes what the request asks for.
     *
     * @param requestId API Gateway's id
     * @param sourceIp the address that API Gateway saw
     * @param method the method
     * @param path the path as the API defines it, so that there are only so many; empty if unknown
     */
    public void request(String requestId, String sourceIp, String method, String path) {
        line.text("requestId", requestId);
        line.text("sourceIp", sourceIp);
        line.text("method", method);
        if (!path.isEmpty()) {
            route = path;
        }
    }

    /** Notes that nobody asked: what runs by a stream or by the clock goes by its own name. */
    public void background(String name) {
        route = name;
    }

    /**
     * Notes what became of events.
     *
     * @param events how many there were
     * @param sent how many mails went out
     * @param held how many mails did not, since they were over a limit, too late, or could not be delivered
     * @param left how many events could not be told
     */
    public void events(int events, int sent, int held, int left) {
        line.number("events", events);
        line.metric("mailsSent", sent, LogLine.NONE);
        line.metric("mailsHeld", held, LogLine.NONE);
        line.metric("eventsLeft", left, LogLine.NONE);
    }

    /** Notes how many users were deleted who had asked for it. */
    public void deleted(int users) {
        line.number("deleted", users);
    }

    /** Notes who calls. */
    public void caller(long userId, String tokenKey) {
        line.text("userId", Long.toString(userId));
        line.text("tokenKey", tokenKey);
    }

    /** Notes what happened to an account; null for nothing. */
    public void event(@Nullable AccountEvent what) {
        event = what;
    }

    /** Notes why a token was refused, in the contract's words. */
    public void reason(String reason) {
        line.text("reason", reason);
    }

    /** Notes that a token could not be checked, so that somebody with a valid one was sent away. */
    public void checkFailed() {
        line.metric("checksFailed", 1, LogLine.NONE);
    }

    /** Notes a failure's kinds and places; messages are left out, since they could quote a request. */
    public void failed(Throwable thrown) {
        List<String> lines = new ArrayList<>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            lines.add(cause.getClass().getName());
            StackTraceElement[] trace = cause.getStackTrace();
            for (int i = 0; i < Math.min(trace.length, MAX_FRAMES); i++) {
                lines.add("at " + trace[i]);
            }
        }
        failure = lines;
    }

    /** Ends the invocation with the status of its answer. */
    public void end(int status) {
        line.number("status", status);
        end(Outcome.of(status));
    }

    /** Ends the invocation. */
    public void end(Outcome outcome) {
        Timings.end();
        line.text("route", route);
        line.text("outcome", outcome.label());
        line.level(failure.isEmpty() ? "INFO" : "ERROR");
        line.flag("cold", cold);
        line.millis("durationMs", System.nanoTime() - begun);
        if (!failure.isEmpty()) {
            line.list("failure", failure);
        }
        line.metric("requests", 1, LogLine.ROUTE_AND_OUTCOME);
        if (cold) {
            line.metric("coldStarts", 1, LogLine.ROUTE);
        }
        addTiming(Timings.Kind.STORE, "storeMs", "storeCalls");
        addTiming(Timings.Kind.HASH, "hashMs", "hashes");
        addTiming(Timings.Kind.BREACH, "breachMs", "breachChecks");
        int unchecked = timings.of(Timings.Kind.BREACH).failures();
        if (unchecked > 0) {
            line.metric("breachChecksFailed", unchecked, LogLine.NONE);
        }
        if (event != null) {
            add(event);
        }
        if (context != null) {
            line.text("functionRequestId", String.valueOf(context.getAwsRequestId()));
            // As bytes: a text would be wrapped into JSON once more.
            context.getLogger().log(line.bytes());
        } else {
            line.bytes();
        }
    }

    private void addTiming(Timings.Kind kind, String time, String count) {
        Timings.Sum sum = timings.of(kind);
        if (sum.calls() > 0) {
            line.time(time, sum.nanos());
            line.number(count, sum.calls());
        }
    }

    private void add(AccountEvent happened) {
        line.text("event", happened.kind().label());
        if (happened.userId() != AccountEvent.NOBODY) {
            line.text("userId", Long.toString(happened.userId()));
        }
        if (!happened.tokenKey().isEmpty()) {
            line.text(
                    happened.kind() == AccountEvent.Kind.REVOKED ? "revokedTokenKey" : "tokenKey", happened.tokenKey());
        }
        if (happened.kind() == AccountEvent.Kind.LOGIN_FAILED
                || happened.kind() == AccountEvent.Kind.PASSWORD_CHANGE_FAILED
                || happened.kind() == AccountEvent.Kind.UNDO_FAILED) {
            line.metric("loginFailures", 1, LogLine.NONE);
        }
        if (happened.kind() == AccountEvent.Kind.THROTTLED) {
            line.metric("throttled", 1, LogLine.NONE);
        }
    }
}
