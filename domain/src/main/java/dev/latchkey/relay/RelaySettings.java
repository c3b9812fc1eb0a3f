package dev.latchkey.relay;

import dev.latchkey.account.DeletionRule;
import dev.latchkey.config.Variables;
import dev.latchkey.letter.AccountUrl;
import dev.latchkey.letter.Occasion;
import dev.latchkey.link.Uid;
import dev.latchkey.undo.Undo;
import java.time.Duration;

/**
 * What mails depend on.
 *
 * @param pages where links lead
 * @param uid writes users into links
 * @param resetLife how long a link to choose a new password works
 * @param verificationLife how long a link to verify an address works
 * @param deletionGrace how long a user who asked to be deleted is still there
 */
record RelaySettings(AccountUrl pages, Uid uid, Duration resetLife, Duration verificationLife, Duration deletionGrace) {

    static RelaySettings from(Variables variables) {
        return new RelaySettings(
                AccountUrl.from(variables),
                new Uid(variables),
                variables.duration("PASSWORD_RESET_TTL", Duration.ofHours(1)),
                variables.duration("EMAIL_VERIFICATION_TTL", Duration.ofHours(24)),
                DeletionRule.from(variables).grace());
    }

    /** Returns how long the link of a letter works, from its event on; zero for a letter without a secret. */
    Duration life(Delivery delivery) {
        if (delivery.purpose() == null) {
            return Duration.ZERO;
        }
        return switch (delivery.purpose()) {
            case RESET -> resetLife;
            case VERIFY, EMAIL -> verificationLife;
            case UNDO ->
                delivery.occasion() == Occasion.DELETION && deletionGrace.compareTo(Undo.LIFE) < 0
                        ? deletionGrace
                        : Undo.LIFE;
        };
    }
}
