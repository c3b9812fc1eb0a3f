package dev.latchkey.telemetry;

import java.util.Locale;

/** What became of a request, for counting. */
public enum Outcome {
    /** It was done. */
    OK,
    /** It was the client's mistake. */
    REFUSED,
    /** It had no valid token. */
    UNAUTHENTICATED,
    /** It was over a limit on attempts. */
    THROTTLED,
    /** Other requests changed the same account at the same time. */
    CONTENDED,
    /** The tables did not answer. */
    UNAVAILABLE,
    /** It was our mistake. */
    ERROR;

    /** Returns the outcome that a status stands for. */
    static Outcome of(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 409 -> CONTENDED;
            case 429 -> THROTTLED;
            case 503 -> UNAVAILABLE;
            default -> status >= 500 ? ERROR : status >= 400 ? REFUSED : OK;
        };
    }

    /** Returns the name in the log. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
