package dev.latchkey.passkey;

/**
 * A right answer of a passkey, with what it is used up with: it opens one session or proves one thing, in the write that ends the challenge.
 *
 * @param seen the passkey as it was read
 * @param after the passkey with what the answer says
 * @param challenge what must be open
 */
public record PasskeyUse(Passkey seen, Passkey after, ChallengeClaim challenge) {}
