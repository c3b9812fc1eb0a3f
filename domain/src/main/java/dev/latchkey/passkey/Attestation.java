package dev.latchkey.passkey;

import java.util.List;

/**
 * What an authenticator answered that made a passkey (WebAuthn Level 3, {@code RegistrationResponseJSON}); nothing in it is verified.
 *
 * @param id the passkey's name, as the browser repeats it
 * @param clientData what the browser says of the ceremony, as JSON
 * @param attestationObject what the authenticator says
 * @param transports how the authenticator may be reached
 */
public record Attestation(CredentialId id, Octets clientData, Octets attestationObject, List<String> transports) {
    /** Copies the list. */
    public Attestation {
        transports = List.copyOf(transports);
    }
}
