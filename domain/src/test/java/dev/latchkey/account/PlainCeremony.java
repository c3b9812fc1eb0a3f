package dev.latchkey.account;

import dev.latchkey.passkey.Asserted;
import dev.latchkey.passkey.Assertion;
import dev.latchkey.passkey.Attestation;
import dev.latchkey.passkey.Attested;
import dev.latchkey.passkey.Ceremony;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.UserHandle;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A ceremony without signatures: an answer is right whose signature is its passkey's key. The client's data are the challenge. */
enum PlainCeremony implements Ceremony {
    INSTANCE;

    static final Octets KEY = Octets.of(new byte[] {7});

    static Attestation attestation(CredentialId id, Octets challenge) {
        return new Attestation(id, challenge, KEY, List.of("internal"));
    }

    static Assertion assertion(CredentialId id, Octets challenge, @Nullable UserHandle handle) {
        return new Assertion(id, challenge, Octets.of(new byte[] {0}), KEY, handle);
    }

    @Override
    public Optional<Attested> verify(Attestation answer) {
        return Optional.of(new Attested(answer.clientData(), answer.attestationObject(), 0, false, false));
    }

    @Override
    public Optional<Asserted> verify(Assertion answer, Passkey passkey) {
        return answer.signature().equals(passkey.key())
                ? Optional.of(new Asserted(
                        answer.clientData(), answer.authenticatorData().bytes()[0], false))
                : Optional.empty();
    }
}
