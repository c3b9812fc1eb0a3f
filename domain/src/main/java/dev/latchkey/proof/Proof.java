package dev.latchkey.proof;

/**
 * A right code, with what it is used up with: it opens one session or allows one change, in the write that uses it up.
 *
 * @param app the user's app as it was read
 * @param use which code it is
 */
public record Proof(App app, CodeUse use) {}
