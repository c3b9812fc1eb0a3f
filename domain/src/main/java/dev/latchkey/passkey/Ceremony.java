package dev.latchkey.passkey;

import java.util.Optional;

/**
 * Verifies what authenticators answer, for one relying party (WebAuthn Level 3, sections 7.1 and 7.2): type, origin, relying party, user
 * verification, form and signature. Who asks, whether the challenge is theirs and still open, and what the counter says, is not its affair.
 */
public interface Ceremony {
    /** Verifies a new passkey; nothing if anything is wrong with it. Where it comes from is not asked: no attestation is trusted. */
    Optional<Attested> verify(Attestation answer);

    /** Verifies what a passkey answered; nothing if anything is wrong with it. */
    Optional<Asserted> verify(Assertion answer, Passkey passkey);
}
