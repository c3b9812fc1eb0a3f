package dev.latchkey.throttle;

import dev.latchkey.event.AccountEvent;
import java.time.Duration;

/** Whether an attempt may be made. */
public sealed interface Admission {
    /**
     * The attempt may be made.
     *
     * @param attempt to be ended by whoever makes it
     */
    record Admitted(Attempt attempt) implements Admission {}

    /**
     * A limit is reached, and nothing was counted.
     *
     * @param retryAfter how long until the next attempt may be admitted
     */
    record Throttled(Duration retryAfter) implements Admission {
        /** Returns what happened, for the log. */
        public AccountEvent event() {
            return AccountEvent.of(AccountEvent.Kind.THROTTLED);
        }
    }
}
