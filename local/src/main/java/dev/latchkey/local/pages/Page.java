package dev.latchkey.local.pages;

/** A page, or a file that one needs. */
public final class Page {
    private final byte[] body;
    private final String contentType;
    private final String contentSecurityPolicy;

    Page(byte[] body, String contentType, String contentSecurityPolicy) {
        this.body = body.clone();
        this.contentType = contentType;
        this.contentSecurityPolicy = contentSecurityPolicy;
    }

    /** Returns the bytes. */
    public byte[] body() {
        return body.clone();
    }

    /** Returns the header Content-Type. */
    public String contentType() {
        return contentType;
    }

    /** Returns the header Content-Security-Policy. */
    public String contentSecurityPolicy() {
        return contentSecurityPolicy;
    }
}
