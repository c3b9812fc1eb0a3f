package dev.latchkey.webauthn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.passkey.Assertion;
import dev.latchkey.passkey.Attestation;
import dev.latchkey.passkey.Attested;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.RelyingParty;
import dev.latchkey.passkey.UserHandle;
import dev.latchkey.webauthn.Authenticator.Algorithm;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAuthnCeremonyTest {
    private static final String RP = "example.org";
    private static final String ORIGIN = "https://example.org";
    private static final Octets CHALLENGE = Octets.of(new byte[32]);
    private static final UserHandle HANDLE = new UserHandle(Octets.of(new byte[] {1, 2, 3}));

    private final WebAuthnCeremony ceremony = new WebAuthnCeremony(
            new RelyingParty(RP, Set.of(ORIGIN, "android:apk-key-hash:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")));

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void aPasskeyIsMadeAndAnswers(Algorithm algorithm) {
        Authenticator authenticator = new Authenticator(algorithm, RP, ORIGIN);
        authenticator.counter = 7;
        Attested made = ceremony.verify(authenticator.attest(CHALLENGE)).orElseThrow();
        assertThat(made.challenge()).isEqualTo(CHALLENGE);
        assertThat(made.counter()).isEqualTo(7);
        authenticator.counter = 8;
        assertThat(ceremony.verify(authenticator.answer(CHALLENGE), passkey(authenticator, made)))
                .hasValueSatisfying(answer -> {
                    assertThat(answer.challenge()).isEqualTo(CHALLENGE);
                    assertThat(answer.counter()).isEqualTo(8);
                });
    }

    /** The flag that a passkey may be copied is the passkey's for good; whether it was copied may change; never the one without the other. */
    @Test
    void backupFlagsAreTakenInTheirThreePossibleCombinations() {
        for (int flags : new int[] {0, Authenticator.ELIGIBLE, Authenticator.ELIGIBLE | Authenticator.BACKED_UP}) {
            Authenticator authenticator = new Authenticator(RP, ORIGIN);
            authenticator.flags |= flags;
            Attested made = ceremony.verify(authenticator.attest(CHALLENGE)).orElseThrow();
            assertThat(made.backupEligible()).isEqualTo((flags & Authenticator.ELIGIBLE) != 0);
            assertThat(made.backedUp()).isEqualTo((flags & Authenticator.BACKED_UP) != 0);
            Passkey passkey = passkey(authenticator, made);
            assertThat(ceremony.verify(authenticator.answer(CHALLENGE), passkey))
                    .isPresent();
            authenticator.flags ^= Authenticator.ELIGIBLE;
            assertThat(ceremony.verify(authenticator.answer(CHALLENGE), passkey))
                    .isEmpty();
        }
        Authenticator impossible = new Authenticator(RP, ORIGIN);
        impossible.flags |= Authenticator.BACKED_UP;
        assertThat(ceremony.verify(impossible.attest(CHALLENGE))).isEmpty();
    }

    /** What is wrong in the answer of a new passkey, and in that of one that was made rightly. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "http://example.org",
                "https://example.org:8443",
                "https://login.example.org",
                "https://example.org.evil.example",
                "android:apk-key-hash:BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "null",
                ""
            })
    void anotherOriginIsRefused(String origin) {
        assertRefused(authenticator -> authenticator.origin = origin);
    }

    @Test
    void anAppOfTheSettingsIsTaken() {
        Authenticator app = new Authenticator(RP, "android:apk-key-hash:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        assertThat(ceremony.verify(app.attest(CHALLENGE))).isPresent();
    }

    @Test
    void anotherRelyingPartyIsRefused() {
        assertRefused(authenticator -> authenticator.rpId = "example.com");
    }

    @Test
    void whoWasNotVerifiedIsRefused() {
        assertRefused(authenticator -> authenticator.flags = Authenticator.PRESENT);
    }

    @Test
    void whoWasNotThereIsRefused() {
        assertRefused(authenticator -> authenticator.flags = Authenticator.VERIFIED);
    }

    @Test
    void aFrameOfAnotherOriginIsRefused() {
        assertRefused(authenticator -> authenticator.crossOrigin = true);
    }

    @Test
    void bytesThatFollowAreRefused() {
        assertRefused(authenticator -> authenticator.trailing = new byte[] {0});
        Authenticator authenticator = new Authenticator(RP, ORIGIN);
        Attestation right = authenticator.attest(CHALLENGE);
        assertThat(ceremony.verify(new Attestation(
                        right.id(), right.clientData(), append(right.attestationObject()), right.transports())))
                .as("after the attestation object")
                .isEmpty();
        assertThat(ceremony.verify(new Attestation(
                        right.id(), append(right.clientData()), right.attestationObject(), right.transports())))
                .as("after the client's data")
                .isEmpty();
    }

    /** A signature of two zeros was good for every key in JDK 15 to 18 (CVE-2022-21449). */
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void aSignatureOfNothingIsRefused(Algorithm algorithm) {
        Authenticator authenticator = new Authenticator(algorithm, RP, ORIGIN);
        Passkey passkey = made(authenticator);
        Assertion right = authenticator.answer(CHALLENGE);
        for (byte[] signature : List.of(
                new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0}, new byte[64], new byte[256], new byte[0], new byte[] {0x30, 0
                })) {
            assertThat(ceremony.verify(signed(right, signature), passkey)).isEmpty();
        }
    }

    @Test
    void anotherPasskeysSignatureIsRefused() {
        Authenticator mine = new Authenticator(RP, ORIGIN);
        Authenticator other = new Authenticator(RP, ORIGIN);
        Assertion answer = mine.answer(CHALLENGE);
        assertThat(ceremony.verify(answer, made(other))).as("another id").isEmpty();
        Assertion renamed =
                new Assertion(other.id(), answer.clientData(), answer.authenticatorData(), answer.signature(), HANDLE);
        assertThat(ceremony.verify(renamed, made(other))).as("another key").isEmpty();
    }

    /** What was signed to add a passkey logs nobody in, and the other way round. */
    @Test
    void oneCeremonyIsNotTheOther() {
        Authenticator authenticator = new Authenticator(RP, ORIGIN);
        Passkey passkey = made(authenticator);
        Attestation attestation = authenticator.attest(CHALLENGE);
        Assertion answer = authenticator.answer(CHALLENGE);
        assertThat(ceremony.verify(
                        new Assertion(
                                answer.id(),
                                attestation.clientData(),
                                answer.authenticatorData(),
                                answer.signature(),
                                HANDLE),
                        passkey))
                .isEmpty();
        assertThat(ceremony.verify(new Attestation(
                        attestation.id(), answer.clientData(), attestation.attestationObject(), List.of())))
                .isEmpty();
    }

    @Test
    void anIdThatIsNotTheAuthenticatorsIsRefused() {
        Authenticator authenticator = new Authenticator(RP, ORIGIN);
        Attestation right = authenticator.attest(CHALLENGE);
        CredentialId other = new CredentialId(Octets.of(new byte[] {1}));
        assertThat(ceremony.verify(
                        new Attestation(other, right.clientData(), right.attestationObject(), right.transports())))
                .isEmpty();
    }

    /** Hostile bytes end in a refusal, and never in an exception. */
    @Test
    void mutatedAnswersAreRefused() {
        Random random = new Random(16);
        Authenticator authenticator = new Authenticator(RP, ORIGIN);
        Attestation attestation = authenticator.attest(CHALLENGE);
        Assertion answer = authenticator.answer(CHALLENGE);
        Passkey passkey = made(authenticator);
        int rounds = Integer.getInteger("mutations", 5_000);
        for (int round = 0; round < rounds; round++) {
            Assertion mutated = new Assertion(
                    answer.id(),
                    mutated(answer.clientData(), random, round % 3 == 0),
                    mutated(answer.authenticatorData(), random, round % 3 == 1),
                    mutated(answer.signature(), random, round % 3 == 2),
                    HANDLE);
            assertThat(ceremony.verify(mutated, passkey)).isEmpty();
            // What an authenticator says is not signed without an attestation: it may be taken, if it still says the
            // same of us.
            ceremony.verify(new Attestation(
                    attestation.id(),
                    mutated(attestation.clientData(), random, round % 2 == 0),
                    mutated(attestation.attestationObject(), random, round % 2 == 1),
                    List.of()));
        }
    }

    private static Octets mutated(Octets octets, Random random, boolean here) {
        byte[] bytes = octets.bytes();
        if (!here) {
            return octets;
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) (bytes[at] + 1 + random.nextInt(255));
            case 2 -> bytes = Arrays.copyOf(bytes, at);
            default -> {
                byte[] inserted = new byte[1 + random.nextInt(3)];
                random.nextBytes(inserted);
                bytes = Authenticator.join(
                        Arrays.copyOf(bytes, at), inserted, Arrays.copyOfRange(bytes, at, bytes.length), new byte[] {1
                        });
            }
        }
        return Octets.of(bytes);
    }

    private void assertRefused(Consumer<Authenticator> wrong) {
        Authenticator authenticator = new Authenticator(RP, ORIGIN);
        Passkey passkey = made(authenticator);
        assertThat(ceremony.verify(authenticator.answer(CHALLENGE), passkey)).isPresent();
        wrong.accept(authenticator);
        assertThat(ceremony.verify(authenticator.attest(CHALLENGE)))
                .as("a new passkey")
                .isEmpty();
        assertThat(ceremony.verify(authenticator.answer(CHALLENGE), passkey))
                .as("an answer")
                .isEmpty();
    }

    private Passkey made(Authenticator authenticator) {
        return passkey(
                authenticator, ceremony.verify(authenticator.attest(CHALLENGE)).orElseThrow());
    }

    private static Passkey passkey(Authenticator authenticator, Attested made) {
        return new Passkey(
                authenticator.id(),
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

    private static Assertion signed(Assertion answer, byte[] signature) {
        return new Assertion(
                answer.id(), answer.clientData(), answer.authenticatorData(), Octets.of(signature), answer.handle());
    }

    private static Octets append(Octets octets) {
        return Octets.of(Authenticator.join(octets.bytes(), new byte[] {'0'}));
    }
}
