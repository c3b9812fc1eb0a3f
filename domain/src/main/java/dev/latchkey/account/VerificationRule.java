package dev.latchkey.account;

import dev.latchkey.config.Variables;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a user must have shown that their address is theirs.
 *
 * @param mode {@code EMAIL_VERIFICATION}
 * @param since {@code EMAIL_VERIFICATION_SINCE}: who was created before it need not; so that nobody is locked out when verification
 *     becomes mandatory
 */
public record VerificationRule(Mode mode, Optional<Instant> since) {
    /** What is asked of new users. */
    public enum Mode {
        /** No mail is sent to verify an address. */
        NONE,
        /** A mail is sent, and who ignores it may log in all the same. */
        OPTIONAL,
        /** Nobody logs in before. */
        MANDATORY
    }

    /** Nobody must. */
    public static final VerificationRule NONE = new VerificationRule(Mode.NONE, Optional.empty());

    /** Reads the settings. */
    public static VerificationRule from(Variables variables) {
        return new VerificationRule(
                variables.choice("EMAIL_VERIFICATION", Mode.NONE, Mode.class),
                variables.optionalTime("EMAIL_VERIFICATION_SINCE"));
    }

    /** Tells whether new users are sent a link. */
    public boolean sendsLinks() {
        return mode != Mode.NONE;
    }

    /** Tells whether a user may open sessions. */
    public boolean letsIn(User user) {
        return mode != Mode.MANDATORY
                || user.security().emailVerified()
                || since.filter(user.created()::isBefore).isPresent();
    }
}
