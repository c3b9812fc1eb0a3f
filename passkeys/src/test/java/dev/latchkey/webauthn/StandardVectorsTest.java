package dev.latchkey.webauthn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.passkey.Assertion;
import dev.latchkey.passkey.Attestation;
import dev.latchkey.passkey.Attested;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.RelyingParty;
import dev.latchkey.passkey.UserHandle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The test vectors of WebAuthn Level 3, section 16. Many of them do not verify the user, which Latchkey asks for. */
class StandardVectorsTest {
    /** What a browser is not offered, since nothing that makes passkeys needs it. */
    private static final Set<String> OTHER_ALGORITHMS = Set.of("packed.ES384", "packed.ES512", "packed.Ed448");

    private static final Set<String> FRAMED = Set.of("none.ES256.crossOrigin", "none.ES256.topOrigin");

    /**
     * Attestations that nobody asks for, and of which the library does not take the standard's: that of a TPM ends before it expects it to,
     * and that of U2F names its model, which it expects to be zero.
     */
    private static final Set<String> OTHER_ATTESTATIONS = Set.of("tpm.ES256", "fido-u2f.ES256");

    private static final int FLAGS = 32;
    private static final UserHandle HANDLE = new UserHandle(Octets.of(new byte[] {1}));

    private final RelyingParty party = new RelyingParty("example.org", Set.of("https://example.org"));

    static List<JsonNode> vectors() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(StandardVectorsTest.class.getResourceAsStream("vectors.jsonl")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> {
                        try {
                            return mapper.readTree(line);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void eachIsTakenButForWhatLatchkeyRefuses(JsonNode vector) {
        String name = vector.get("name").asText();
        boolean isRefused =
                OTHER_ALGORITHMS.contains(name) || FRAMED.contains(name) || OTHER_ATTESTATIONS.contains(name);
        WebAuthnCeremony lax = new WebAuthnCeremony(party, false);
        Optional<Attested> made = lax.verify(attestation(vector));
        assertThat(made.isEmpty()).isEqualTo(isRefused);
        made.ifPresent(right -> {
            assertThat(lax.verify(assertion(vector), passkey(vector, right))).isPresent();
            assertThat(new WebAuthnCeremony(party)
                            .verify(assertion(vector), passkey(vector, right))
                            .isPresent())
                    .as("its user was verified")
                    .isEqualTo((octets(vector, "authenticator_data").bytes()[FLAGS] & Authenticator.VERIFIED) != 0);
        });
    }

    private static Attestation attestation(JsonNode vector) {
        return new Attestation(
                id(vector),
                octets(vector, "registration_client_data"),
                octets(vector, "attestation_object"),
                List.of());
    }

    private static Assertion assertion(JsonNode vector) {
        return new Assertion(
                id(vector),
                octets(vector, "client_data"),
                octets(vector, "authenticator_data"),
                octets(vector, "signature"),
                HANDLE);
    }

    private static Passkey passkey(JsonNode vector, Attested made) {
        return new Passkey(
                id(vector),
                1,
                0,
                HANDLE,
                made.key(),
                made.counter(),
                made.backupEligible(),
                made.backedUp(),
                List.of(),
                "a key",
                Instant.EPOCH,
                null);
    }

    private static CredentialId id(JsonNode vector) {
        return new CredentialId(octets(vector, "credential_id"));
    }

    private static Octets octets(JsonNode vector, String name) {
        return Octets.of(HexFormat.of().parseHex(vector.get(name).asText()));
    }
}
