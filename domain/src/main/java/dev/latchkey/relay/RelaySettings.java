package dev.latchkey.relay;

import dev.latchkey.config.Variables;
import dev.latchkey.letter.AccountUrl;
import dev.latchkey.link.Purpose;
import dev.latchkey.link.Uid;
import java.time.Duration;

/**
 * What mails depend on.
 *
 * @param pages where links lead
 * @param uid writes users into links
 * @param resetLife how long a link to choose a new password works
 * @param verificationLife how long a link to verify an address works
 */
record RelaySettings(AccountUrl pages, Uid uid, Duration resetLife, Duration verificationLife) {
    /** As long as what a change replaced is kept. */
    private static final Duration UNDO_LIFE = Duration.ofDays(7);

    static RelaySettings from(Variables variables) {
        return new RelaySettings(
                AccountUrl.from(variables),
                new Uid(variables),
                variables.duration("PASSWORD_RESET_TTL", Duration.ofHours(1)),
                variables.duration("EMAIL_VERIFICATION_TTL", Duration.ofHours(24)));
    }

    /** Returns how long a link works, from its event on. */
    Duration life(Purpose purpose) {
        return switch (purpose) {
            case RESET -> resetLife;
            case VERIFY, EMAIL -> verificationLife;
            case UNDO -> UNDO_LIFE;
        };
    }
}
