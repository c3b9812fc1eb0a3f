package dev.latchkey.event;

import java.util.Locale;

/**
 * Something that happened to an account, for the record.
 *
 * @param kind what happened
 * @param userId whose account it is, or {@link #NOBODY}
 * @param tokenKey the public name of the session that was opened, used or ended; empty for none
 */
public record AccountEvent(Kind kind, long userId, String tokenKey) {
    /** No account: ids begin at 1. */
    public static final long NOBODY = 0;

    /** What may happen. */
    public enum Kind {
        /** A user was created, with a first session. */
        REGISTERED,
        /** A session was opened. */
        LOGGED_IN,
        /** Name and password did not belong together. */
        LOGIN_FAILED,
        /** The password was right, and the user was asked for a second factor. */
        FACTOR_ASKED,
        /** A code was wrong, or was used before. */
        CODE_FAILED,
        /** A user began to set up an authenticator app. */
        APP_ENROLLED,
        /** A user's authenticator app is in force. */
        APP_CONFIRMED,
        /** A user's authenticator app is no longer in force. */
        APP_REMOVED,
        /** A user has new backup codes. */
        BACKUP_CODES_MADE,
        /** A user has a passkey more. */
        PASSKEY_ADDED,
        /** A user has a passkey less. */
        PASSKEY_REMOVED,
        /** What a passkey answered was not accepted. */
        PASSKEY_FAILED,
        /** The user of a session proved again who they are. */
        REAUTHENTICATED,
        /** A proof by password alone was refused, since it was wrong. */
        REAUTHENTICATION_FAILED,
        /** An attempt was over a limit. */
        THROTTLED,
        /** The session of the token that was presented was ended. */
        LOGGED_OUT,
        /** All sessions of a user were ended. */
        LOGGED_OUT_EVERYWHERE,
        /** One session was ended by its key. */
        REVOKED,
        /** A password was changed, and all other sessions of the user ended. */
        PASSWORD_CHANGED,
        /** A password change was refused, since the current password was wrong. */
        PASSWORD_CHANGE_FAILED,
        /** A user chose a new password by a mailed link, which ended all sessions and keys. */
        PASSWORD_RESET,
        /** A mail to choose a new password was asked for, for whoever has an address. */
        PASSWORD_RESET_REQUESTED,
        /** A mail to verify an address was asked for, for whoever has it. */
        VERIFICATION_REQUESTED,
        /** A user showed that their address is theirs. */
        EMAIL_VERIFIED,
        /** A user wants another address, to which a link was sent. */
        EMAIL_CHANGE_REQUESTED,
        /** A user has another address. */
        EMAIL_CHANGED,
        /** A change of security was taken back by a mailed link, which ended all sessions and keys, and the password. */
        CHANGE_UNDONE,
        /** Taking a change back was refused, since the password was wrong. */
        UNDO_FAILED,
        /** A user asked to be deleted, which ended all sessions and keys. */
        DELETION_REQUESTED,
        /** A user had all that is stored of them written out. */
        DATA_EXPORTED,
        /** A user has another name. */
        RENAMED,
        /** A user has a key more. */
        KEY_MADE,
        /** One key was ended. */
        KEY_REVOKED,
        /** All keys of a user were ended. */
        KEYS_REVOKED,
        /** An operator gave a user other roles. */
        ROLES_CHANGED,
        /** An operator created a user. */
        CREATED,
        /** An operator deactivated a user. */
        DEACTIVATED,
        /** An operator activated a user again. */
        ACTIVATED,
        /** An operator had a user's failed logins forgotten. */
        UNLOCKED,
        /** An operator has a user's second factor taken out of force, unless the owner calls that off. */
        FACTOR_RESET_ASKED,
        /** An operator took a user's second factor out of force, and ended all sessions of the user. */
        FACTORS_RESET,
        /** An operator had a user mailed a link to choose a new password. */
        RESET_SENT,
        /** An operator said that the address of a user, or of many, is verified. */
        ADDRESS_VERIFIED,
        /** An operator set a password, and ended all sessions of the user. */
        PASSWORD_SET,
        /** An operator deleted a user. */
        DELETED,
        /** An operator brought users and tokens from another system, or from an export. */
        IMPORTED,
        /** An operator took users, password hashes and sessions out. */
        EXPORTED;

        /** Returns the name in the log. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An event that concerns no session. */
    public static AccountEvent of(Kind kind, long userId) {
        return new AccountEvent(kind, userId, "");
    }

    /** An event about nobody known. */
    public static AccountEvent of(Kind kind) {
        return new AccountEvent(kind, NOBODY, "");
    }
}
