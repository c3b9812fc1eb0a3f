package dev.latchkey.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One invocation, and the line that tells of it.
 *
 * <p>What it is told is of its own choosing: never a token, a password, a header or a body.
 */
public final class Invocation {
    private static final int MOST_FRAMES = 12;

    private final @Nullable Context context;
    private final LogLine line;
    private final Timings timings = Timings.begin();
    private final long begun = System.nanoTime();
    private final boolean cold;
    private String route = "unknown";
    private @Nullable Audit audit;
    private List<String> failure = List.of();

    Invocation(@Nullable Context context, String namespace, Instant now, boolean cold) {
        this.context = context;
        this.line = new LogLine(namespace, now);
        this.cold = cold;
    }

    /**
     * Says what is asked.
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

    /** Says who asks. */
    public void by(long userId, String tokenKey) {
        line.text("userId", Long.toString(userId));
        line.text("tokenKey", tokenKey);
    }

    /** Says what happened to an account; null says nothing. */
    public void happened(@Nullable Audit what) {
        audit = what;
    }

    /** Says why nobody was let through, in words of our own. */
    public void reason(String reason) {
        line.text("reason", reason);
    }

    /** Notes a failure's kinds and places; messages are left out, since they could quote a request. */
    public void failed(Throwable thrown) {
        List<String> lines = new ArrayList<>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            lines.add(cause.getClass().getName());
            StackTraceElement[] trace = cause.getStackTrace();
            for (int i = 0; i < Math.min(trace.length, MOST_FRAMES); i++) {
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
        tell(Timings.Kind.STORE, "storeMs", "storeCalls");
        tell(Timings.Kind.HASH, "hashMs", "hashes");
        if (audit != null) {
            tell(audit);
        }
        if (context != null) {
            line.text("functionRequestId", String.valueOf(context.getAwsRequestId()));
            // As bytes: a text would be wrapped into JSON once more.
            context.getLogger().log(line.bytes());
        } else {
            line.bytes();
        }
    }

    private void tell(Timings.Kind kind, String time, String count) {
        Timings.Sum sum = timings.of(kind);
        if (sum.calls() > 0) {
            line.time(time, sum.nanos());
            line.number(count, sum.calls());
        }
    }

    private void tell(Audit told) {
        line.text("event", told.event().label());
        if (told.userId() != Audit.NOBODY) {
            line.text("userId", Long.toString(told.userId()));
        }
        if (!told.tokenKey().isEmpty()) {
            line.text(told.event() == Audit.Event.REVOKED ? "revokedTokenKey" : "tokenKey", told.tokenKey());
        }
        if (told.event() == Audit.Event.LOGIN_FAILED || told.event() == Audit.Event.PASSWORD_CHANGE_FAILED) {
            line.metric("loginFailures", 1, LogLine.NONE);
        }
        if (told.event() == Audit.Event.THROTTLED) {
            line.metric("throttled", 1, LogLine.NONE);
        }
    }
}
