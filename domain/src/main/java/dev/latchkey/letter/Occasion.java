package dev.latchkey.letter;

import java.util.Locale;

/** What a letter is about. */
public enum Occasion {
    /** A new password was asked for; the link lets choose one. */
    RESET(Kind.REQUEST),
    /** An address was given at registration; the link confirms it. */
    VERIFICATION(Kind.REQUEST),
    /** Another address was given for an account; the link, sent to that one, makes it the account's. */
    NEW_ADDRESS(Kind.REQUEST),
    /** A password was changed or reset. */
    PASSWORD_CHANGED(Kind.NOTICE),
    /** The address was changed; the link takes it back. */
    ADDRESS_CHANGED(Kind.UNDO),
    /** A second factor was put on; the link takes it off. */
    FACTOR_ADDED(Kind.UNDO),
    /** The second factor was taken off; the link puts it back. */
    FACTOR_REMOVED(Kind.UNDO),
    /** An operator was asked to take the second factor away; the link calls it off. */
    FACTOR_RESET(Kind.UNDO),
    /** A passkey was added; the link takes it away, with all others. */
    PASSKEY_ADDED(Kind.UNDO),
    /** A passkey was removed. */
    PASSKEY_REMOVED(Kind.NOTICE),
    /** Deletion was asked for; the link calls it off. */
    DELETION(Kind.UNDO),
    /** A backup code stood in for a second factor. */
    BACKUP_CODE_USED(Kind.NOTICE),
    /** A session was opened from a place that was not known. */
    NEW_DEVICE(Kind.NOTICE),
    /** An undo was redeemed; until a reset no password is right. */
    RESTORED(Kind.NOTICE);

    private enum Kind {
        REQUEST,
        NOTICE,
        UNDO
    }

    private final Kind kind;

    Occasion(Kind kind) {
        this.kind = kind;
    }

    /** Tells whether the link carries a secret that works for a time; else it opens a page, as anybody could. */
    public boolean hasSecret() {
        return kind != Kind.NOTICE;
    }

    /** Tells whether the letter says when, with what and from where it happened: what was asked for by anybody does not. */
    public boolean tellsOrigin() {
        return kind != Kind.REQUEST;
    }

    /** Returns the name under which templates know it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
