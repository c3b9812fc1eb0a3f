package dev.latchkey.outbox;

import dev.latchkey.text.Language;
import dev.latchkey.user.EmailForm;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that mail is sent about, or that another service hears of. It holds no secret: whoever sends the mail makes one.
 *
 * @param id 32 hexadecimal digits, random; the same event is sent under the same id, however often
 * @param kind what happened
 * @param userId whose account it is, or {@link dev.latchkey.user.UserIds#NOBODY} where only an address is known
 * @param form the form of the address that it is about, or null for none
 * @param time when it happened
 * @param language the language of who asked
 * @param generation the user's generation after it, 0 where the user is not known
 * @param epoch the user's security epoch after it
 * @param incarnation the user's incarnation
 * @param details what else the kind needs, by the names that {@link Detail} lists
 */
public record OutboxEvent(
        String id,
        Kind kind,
        long userId,
        @Nullable EmailForm form,
        Instant time,
        Language language,
        long generation,
        long epoch,
        long incarnation,
        Map<String, String> details) {

    /** Copies the map. */
    public OutboxEvent {
        details = Map.copyOf(details);
    }

    /** What may happen. */
    public enum Kind {
        /** Somebody wants a link to choose a new password, for whoever has an address. */
        PASSWORD_RESET_REQUESTED("password.reset_requested"),
        /** Somebody wants a link to verify an address sent again. */
        VERIFICATION_REQUESTED("verification.requested"),
        /** A user came to be. */
        USER_CREATED("user.created"),
        /** A user showed that an address is theirs. */
        USER_VERIFIED("user.verified"),
        /** A user has another name. */
        USER_RENAMED("user.renamed"),
        /** A user changed their password. */
        PASSWORD_CHANGED("password.changed"),
        /** A user chose a new password by a mailed link. */
        PASSWORD_RESET("password.reset"),
        /** A user wants another address, which has to be shown to be theirs. */
        EMAIL_CHANGE_REQUESTED("email.change_requested"),
        /** A user has another address. */
        EMAIL_CHANGED("email.changed"),
        /** A change of security was taken back by a mailed link. */
        CHANGE_UNDONE("security.undone"),
        /** A user wants to be deleted. */
        DELETION_REQUESTED("deletion.requested"),
        /** A user was deleted. */
        USER_DELETED("user.deleted"),
        /** A second factor is in force. */
        FACTOR_ADDED("factor.added"),
        /** A second factor is no longer in force. */
        FACTOR_REMOVED("factor.removed"),
        /** An operator was asked to take a second factor away, which the owner may call off. */
        FACTOR_RESET_REQUESTED("factor.reset_requested"),
        /** A backup code was used. */
        BACKUP_CODE_USED("backup_code.used"),
        /** A user logged in from where they had not lately. */
        NEW_PLACE("session.new_place"),
        /** A session was opened. */
        SESSION_OPENED("session.opened"),
        /** One session, or all of a user, ended. */
        SESSION_ENDED("session.ended");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Returns the name that other services know it by. */
        public String label() {
            return label;
        }

        /**
         * Finds a kind by its label.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Kind of(String label) {
            for (Kind kind : values()) {
                if (kind.label.equals(label)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of event");
        }
    }

    /** What an event may hold besides. */
    public enum Detail {
        /** An address that is not yet the user's, or no longer is: mail about it goes there. */
        ADDRESS,
        /** The factor that was added or removed. */
        FACTOR,
        /** The public name of a session. */
        TOKEN_KEY,
        /** The user agent that a session was opened with. */
        USER_AGENT,
        /** {@code true} where a link to verify the address is wanted. */
        VERIFY;

        /** Returns the name under which it is stored. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns a detail, if the event has it. */
    public Optional<String> detail(Detail detail) {
        return Optional.ofNullable(details.get(detail.label()));
    }

    /** Tells kind and id alone: addresses are personal. */
    @Override
    public String toString() {
        return "OutboxEvent[" + kind.label + " " + id + "]";
    }
}
