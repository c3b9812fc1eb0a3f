package dev.latchkey.cli.transfer;

/** A row cannot be imported; the message says why, and repeats no hash and no token. */
final class BadRowException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRowException(String problem) {
        super(problem, null, false, false);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
