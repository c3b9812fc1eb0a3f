package dev.latchkey.relay;

import dev.latchkey.letter.Occasion;
import dev.latchkey.link.Purpose;
import dev.latchkey.user.User;
import org.jspecify.annotations.Nullable;

/**
 * One letter that an event asks for.
 *
 * @param part names it among the event's
 * @param occasion what it is about
 * @param purpose what its link is good for, or null for a letter without a secret
 * @param user whose account it is about, as read
 * @param to the address
 * @param budget which limit counts it
 */
record Delivery(String part, Occasion occasion, @Nullable Purpose purpose, User user, String to, Budget budget) {
    /** The limits on mails to one address. What a stranger can cause by one way must not use up what its owner needs. */
    enum Budget {
        /** Links that somebody asked for. */
        ASKED("mail-to"),
        /** Links that follow from registering. */
        REGISTERED("mail-first"),
        /** Notices to an address that nobody has verified for this account. */
        UNVERIFIED("mail-notice"),
        /** Not limited: what the owner of a verified address has to hear of. */
        NONE("");

        private final String kind;

        Budget(String kind) {
            this.kind = kind;
        }

        /** Returns the name under which attempts are counted. */
        String kind() {
            return kind;
        }
    }
}
