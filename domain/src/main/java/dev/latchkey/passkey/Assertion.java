package dev.latchkey.passkey;

import org.jspecify.annotations.Nullable;

/**
 * What an authenticator answered with a passkey (WebAuthn Level 3, {@code AuthenticationResponseJSON}); nothing in it is verified.
 *
 * @param id the passkey's name
 * @param clientData what the browser says of the ceremony, as JSON
 * @param authenticatorData what the authenticator says
 * @param signature over both
 * @param handle by what the authenticator knows the user, or null where it does not tell
 */
public record Assertion(
        CredentialId id,
        Octets clientData,
        Octets authenticatorData,
        Octets signature,
        @Nullable UserHandle handle) {}
