package dev.latchkey.json;

/** A text is not JSON, or JSON beyond the limits; the message gives the place and quotes nothing of the text. */
public final class JsonSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    JsonSyntaxException(String message) {
        super(message);
    }
}
