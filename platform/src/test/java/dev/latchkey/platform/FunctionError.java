package dev.latchkey.platform;

import java.nio.charset.StandardCharsets;

/** What the runtime reports when a handler throws or cannot be made: error type, message and stack trace, in JSON. */
final class FunctionError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FunctionError(byte[] report) {
        super(new String(report, StandardCharsets.UTF_8));
    }
}
