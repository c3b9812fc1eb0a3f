package dev.latchkey.webauthn;

import com.webauthn4j.WebAuthnAuthenticationManager;
import com.webauthn4j.WebAuthnRegistrationManager;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.server.ServerProperty;
import dev.latchkey.passkey.Asserted;
import dev.latchkey.passkey.Assertion;
import dev.latchkey.passkey.Attestation;
import dev.latchkey.passkey.Attested;
import dev.latchkey.passkey.Ceremony;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.RelyingParty;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * Ceremonies by WebAuthn4J.
 *
 * <p>The library compares a challenge with the one that is expected. Here it is given the challenge that was signed: that it was asked, and is
 * answered once, is decided by the write that the answer leads to. The counter is decided there too.
 */
public final class WebAuthnCeremony implements Ceremony {
    /** What is offered to authenticators, best first: ES256, EdDSA and RS256 (RFC 9053, RFC 8812). */
    public static final List<Long> ALGORITHMS = List.of(-7L, -8L, -257L);

    private static final boolean USER_PRESENT = true;

    private final RelyingParty party;
    private final boolean userVerified;
    private final ObjectConverter converter = converter();
    private final WebAuthnRegistrationManager registration =
            WebAuthnRegistrationManager.createNonStrictWebAuthnRegistrationManager(converter);
    private final WebAuthnAuthenticationManager authentication =
            new WebAuthnAuthenticationManager(List.of(), converter);

    /** Builds ceremonies of a relying party, in which the authenticator has to verify its user: what it has and what it is are two factors. */
    public WebAuthnCeremony(RelyingParty party) {
        this(party, true);
    }

    /** Builds ceremonies that do not ask for that; for the standard's own examples alone. */
    WebAuthnCeremony(RelyingParty party, boolean userVerified) {
        this.party = party;
        this.userVerified = userVerified;
        // The counter is a condition of the write; here it would be compared with what was read before.
        authentication.getAuthenticationDataVerifier().setMaliciousCounterValueHandler(any -> {});
    }

    /** Refuses what follows a whole value, which nobody signs. */
    private static ObjectConverter converter() {
        StreamReadConstraints limits =
                StreamReadConstraints.builder().maxNestingDepth(16).build();
        return new ObjectConverter(
                JsonMapper.builder()
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .build(),
                CBORMapper.builder(CBORFactory.builder()
                                .streamReadConstraints(limits)
                                .build())
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .build());
    }

    @Override
    public Optional<Attested> verify(Attestation answer) {
        return ifRight(() -> {
            RegistrationData read = registration.parse(new RegistrationRequest(
                    answer.attestationObject().bytes(), answer.clientData().bytes()));
            CollectedClientData client = read.getCollectedClientData();
            registration.verify(
                    read, new RegistrationParameters(server(client), algorithms(), userVerified, USER_PRESENT));
            AuthenticatorData<?> said = need(read.getAttestationObject()).getAuthenticatorData();
            AttestedCredentialData made = need(said.getAttestedCredentialData());
            if (isFramed(client) || !isOf(answer, made)) {
                return null;
            }
            return new Attested(
                    challenge(client),
                    Octets.of(converter.getCborMapper().writeValueAsBytes(made.getCOSEKey())),
                    said.getSignCount(),
                    said.isFlagBE(),
                    said.isFlagBS());
        });
    }

    @Override
    public Optional<Asserted> verify(Assertion answer, Passkey passkey) {
        return ifRight(() -> {
            AuthenticationData read = authentication.parse(new AuthenticationRequest(
                    answer.id().value().bytes(),
                    answer.authenticatorData().bytes(),
                    answer.clientData().bytes(),
                    answer.signature().bytes()));
            CollectedClientData client = read.getCollectedClientData();
            authentication.verify(
                    read,
                    new AuthenticationParameters(
                            server(client),
                            record(passkey),
                            List.of(passkey.id().value().bytes()),
                            userVerified,
                            USER_PRESENT));
            AuthenticatorData<?> said = need(read.getAuthenticatorData());
            return isFramed(client) || said.isFlagBE() != passkey.backupEligible()
                    ? null
                    : new Asserted(challenge(client), said.getSignCount(), said.isFlagBS());
        });
    }

    /** What the library throws at what it is given is a refusal, whatever it is: of hostile bytes it casts what it has not looked at. */
    private static <T> Optional<T> ifRight(Supplier<@Nullable T> ceremony) {
        try {
            return Optional.ofNullable(ceremony.get());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static <T> T need(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("an answer lacks a part");
        }
        return value;
    }

    /** A page in a frame of another origin may not ask: the user would not see whom they answer. */
    private static boolean isFramed(CollectedClientData client) {
        return Boolean.TRUE.equals(client.getCrossOrigin()) || client.getTopOrigin() != null;
    }

    private static boolean isOf(Attestation answer, AttestedCredentialData made) {
        return Octets.of(made.getCredentialId()).equals(answer.id().value());
    }

    private static Octets challenge(CollectedClientData client) {
        return Octets.of(need(client.getChallenge()).getValue());
    }

    private ServerProperty server(@Nullable CollectedClientData client) {
        return ServerProperty.builder()
                .origins(party.origins().stream().map(Origin::create).collect(Collectors.toSet()))
                .rpId(party.id())
                .challenge(need(need(client).getChallenge()))
                .build();
    }

    private static List<PublicKeyCredentialParameters> algorithms() {
        return ALGORITHMS.stream()
                .map(algorithm -> new PublicKeyCredentialParameters(
                        PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(algorithm)))
                .toList();
    }

    /** What the library wants to know of a stored passkey, and uses of it: the key, and whether it may be copied. */
    private CredentialRecord record(Passkey passkey) {
        COSEKey key = converter.getCborMapper().readValue(passkey.key().bytes(), COSEKey.class);
        return new CredentialRecordImpl(
                null,
                userVerified,
                passkey.backupEligible(),
                passkey.backedUp(),
                passkey.counter(),
                new AttestedCredentialData(AAGUID.ZERO, passkey.id().value().bytes(), need(key)),
                null,
                null,
                null,
                null);
    }
}
