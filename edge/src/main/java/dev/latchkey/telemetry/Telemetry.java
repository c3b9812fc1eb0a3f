package dev.latchkey.telemetry;

import com.amazonaws.services.lambda.runtime.Context;
import dev.latchkey.config.Environment;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One function's telemetry: it knows whether the function is still cold, and where metrics go. */
public final class Telemetry {
    /** As CloudWatch allows it, or nothing. */
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._/#:-]{0,255}");

    private final String namespace;
    private final Supplier<Instant> clock;
    private final AtomicBoolean warm = new AtomicBoolean();

    /** Builds it on an environment; {@code METRICS_NAMESPACE} says where metrics go, and that there are none if empty. */
    public Telemetry(Environment environment) {
        this.namespace = environment
                .variables()
                .text("METRICS_NAMESPACE", "", NAMESPACE, "at most 255 of the characters A-Z a-z 0-9 . - _ / # :");
        this.clock = environment::now;
    }

    /**
     * Begins an invocation, which must be ended on the same thread.
     *
     * @param context Lambda's, or null for a call that is not an invocation and is not logged
     */
    public Invocation begin(@Nullable Context context) {
        boolean cold = context != null && warm.compareAndSet(false, true);
        return new Invocation(context, namespace, clock.get(), cold);
    }
}
