package dev.latchkey.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/** The text of a token as a client holds it. A secret: it is shown once, in the answer that hands it out, and never logged. */
public final class TokenText {
    private final String text;

    TokenText(String text) {
        this.text = Objects.requireNonNull(text);
    }

    /** Returns the text itself; every caller hands it to its owner or digests it. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenText that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return 0;
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "TokenText[hidden]";
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
