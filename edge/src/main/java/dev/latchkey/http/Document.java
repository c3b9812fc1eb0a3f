package dev.latchkey.http;

/**
 * A body that is no JSON: a page, or a file that one needs.
 *
 * @param contentType the header Content-Type
 * @param text what is sent, as UTF-8
 */
public record Document(String contentType, String text) {}
