package dev.latchkey.local.gateway;

/** A function's answer is not what API Gateway takes; the message says what is wrong and quotes nothing of it. */
final class MalformedAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String message) {
        super(message, null, false, false);
    }
}
