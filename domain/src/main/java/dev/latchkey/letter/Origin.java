package dev.latchkey.letter;

import java.time.Instant;

/**
 * When, with what and from where something was done.
 *
 * @param at when
 * @param userAgent what the client called itself, or empty
 * @param sourceIp its address, or empty
 */
public record Origin(Instant at, String userAgent, String sourceIp) {}
