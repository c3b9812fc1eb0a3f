package dev.latchkey.passkey;

/**
 * A new passkey whose attestation was found right.
 *
 * @param challenge what it answered: whether that was asked, and not yet answered, is for the store to say
 * @param key the public key, as a COSE_Key
 * @param counter how often the authenticator has signed
 * @param backupEligible whether the passkey may be copied
 * @param backedUp whether it was
 */
public record Attested(Octets challenge, Octets key, long counter, boolean backupEligible, boolean backedUp) {}
