package dev.latchkey.cli.transfer;

/** The person at the terminal has asked to stop. */
final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
        super("stopped", null, false, false);
    }
}
