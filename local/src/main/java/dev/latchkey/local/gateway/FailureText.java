package dev.latchkey.local.gateway;

import org.jspecify.annotations.Nullable;

/** Describes what went wrong in a function, without its message, which could quote a request. */
final class FailureText {
    private FailureText() {}

    static String describe(@Nullable Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : ", caused by ")
                    .append(cause.getClass().getName());
            StackTraceElement[] trace = cause.getStackTrace();
            if (trace.length > 0) {
                text.append(" at ").append(trace[0]);
            }
        }
        return text.toString();
    }
}
