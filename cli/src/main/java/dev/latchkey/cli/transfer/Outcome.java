package dev.latchkey.cli.transfer;

import java.util.Locale;

/** What becomes of the rows of a Django site. */
enum Outcome {
    IMPORTED("imported"),
    UPDATED("here already, now as at the source"),
    ALREADY_HERE("already here"),
    CHANGED_HERE("changed here since, left alone"),
    CONFLICTS("changed here and at the source, left as it is here"),
    DELETED_HERE("deleted here since, left so"),
    ENDED_HERE("ended here since, left so"),
    EXPIRED("expired, left out"),
    REFUSED("refused"),
    ENDED_AT_SOURCE("ended, because the dump no longer has them"),
    GONE_AT_SOURCE("came by an earlier import and are not in this dump");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /** Returns what a person reads. */
    String text() {
        return text;
    }

    /** Returns the member of the summary as JSON. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
