package dev.latchkey.cli.smoke;

/** Without what was just asked for, nothing that follows makes sense; the findings say what it was. */
final class CannotGoOnException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
