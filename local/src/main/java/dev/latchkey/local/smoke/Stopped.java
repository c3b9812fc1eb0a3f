package dev.latchkey.local.smoke;

/** Without what was just asked for, nothing that follows makes sense; the findings say what it was. */
final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
