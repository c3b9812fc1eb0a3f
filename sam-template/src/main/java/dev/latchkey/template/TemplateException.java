package dev.latchkey.template;

/** The template cannot be read or resolved; the message is one line that says where and why. */
public final class TemplateException extends RuntimeException {
    TemplateException(String message) {
        super(message);
    }

    TemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
