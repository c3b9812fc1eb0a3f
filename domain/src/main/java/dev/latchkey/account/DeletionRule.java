package dev.latchkey.account;

import dev.latchkey.config.Variables;
import java.time.Duration;

/**
 * How long users who ask to be deleted have to change their minds.
 *
 * @param grace {@code DELETION_GRACE}
 */
public record DeletionRule(Duration grace) {
    private static final Duration DEFAULT = Duration.ofDays(7);

    /** Reads the setting. */
    public static DeletionRule from(Variables variables) {
        return new DeletionRule(variables.duration("DELETION_GRACE", DEFAULT));
    }
}
