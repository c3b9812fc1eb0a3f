package dev.latchkey.passkey;

/**
 * What a passkey answered that was found right, but for its counter.
 *
 * @param challenge what it answered: whether that was asked, and not yet answered, is for the store to say
 * @param counter how often the authenticator has signed
 * @param backedUp whether the passkey was copied to other devices
 */
public record Asserted(Octets challenge, long counter, boolean backedUp) {}
