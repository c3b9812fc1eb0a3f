package dev.latchkey.mail;

import java.util.Objects;

/** A mail in words and bytes. It holds what its links carry, so that it shows nothing of itself. */
public final class Mail {
    private final String id;
    private final String from;
    private final String to;
    private final String subject;
    private final String text;
    private final String html;
    private final byte[] bytes;

    /**
     * Builds a mail.
     *
     * @param id names the letter that it was written from
     * @param from the header of that name, as people read it
     * @param to the one address that it goes to
     * @param subject the subject
     * @param text the text, its lines ended by LF
     * @param html the same as HTML
     * @param bytes all of it as MIME (RFC 5322, RFC 2045), its lines ended by CRLF, in ASCII
     */
    Mail(String id, String from, String to, String subject, String text, String html, byte[] bytes) {
        this.id = Objects.requireNonNull(id);
        this.from = Objects.requireNonNull(from);
        this.to = Objects.requireNonNull(to);
        this.subject = Objects.requireNonNull(subject);
        this.text = Objects.requireNonNull(text);
        this.html = Objects.requireNonNull(html);
        this.bytes = bytes.clone();
    }

    /** Returns what names the letter that it was written from. */
    public String id() {
        return id;
    }

    /** Returns the sender, as people read it. */
    public String from() {
        return from;
    }

    /** Returns the one address that it goes to. */
    public String to() {
        return to;
    }

    /** Returns the subject. */
    public String subject() {
        return subject;
    }

    /** Returns the text, its lines ended by LF. */
    public String text() {
        return text;
    }

    /** Returns the same as HTML. */
    public String html() {
        return html;
    }

    /** Returns a copy of all of it as MIME, as every way of sending hands it on. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Tells nothing but which letter it is. */
    @Override
    public String toString() {
        return "Mail[" + id + "]";
    }
}
