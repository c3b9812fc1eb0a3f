package dev.latchkey.mail;

/** A mail template cannot be used; the message names the template and what is missing or wrong. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Builds the exception.
     *
     * @param template the template's file name
     * @param problem what is wrong, as the rest of a sentence that begins with the template
     */
    TemplateException(String template, String problem) {
        super("mail template " + template + " " + problem);
    }
}
