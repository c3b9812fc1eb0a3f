package dev.latchkey.letter;

import java.util.Objects;

/** The address that a letter's link opens. A secret where it carries one: only the letter shows it. */
public final class LetterLink {
    private final String url;

    LetterLink(String url) {
        this.url = Objects.requireNonNull(url);
    }

    /** Returns the address itself; every caller writes it into a mail to its owner. */
    public String reveal() {
        return url;
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "LetterLink[hidden]";
    }
}
