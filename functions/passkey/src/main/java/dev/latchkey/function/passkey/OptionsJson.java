package dev.latchkey.function.passkey;

import dev.latchkey.account.ManagePasskeys.Result;
import dev.latchkey.passkey.Challenge;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.RelyingParty;
import dev.latchkey.webauthn.WebAuthnCeremony;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What browsers are asked, in the form that {@code parseCreationOptionsFromJSON()} and its sister read (WebAuthn Level 3, section 5.1). */
final class OptionsJson {
    private static final String TYPE = "public-key";
    private static final String REQUIRED = "required";

    private final RelyingParty party;

    OptionsJson(RelyingParty party) {
        this.party = party;
    }

    /** Asks for a new passkey, which the authenticator has to find by itself later, and no attestation. */
    Map<String, Object> creation(Result.Begun begun) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("id", begun.handle().value().text());
        user.put("name", begun.username());
        user.put("displayName", begun.username());
        Map<String, Object> selection = new LinkedHashMap<>();
        selection.put("residentKey", REQUIRED);
        selection.put("requireResidentKey", true);
        selection.put("userVerification", REQUIRED);
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("rp", Map.of("id", party.id(), "name", party.id()));
        options.put("user", user);
        options.put("challenge", begun.challenge().text());
        options.put(
                "pubKeyCredParams",
                WebAuthnCeremony.ALGORITHMS.stream().map(OptionsJson::algorithm).toList());
        options.put("timeout", Challenge.LIFE.toMillis());
        options.put("excludeCredentials", descriptors(begun.existing()));
        options.put("authenticatorSelection", selection);
        options.put("attestation", "none");
        return options;
    }

    private static Map<String, Object> algorithm(long number) {
        Map<String, Object> algorithm = new LinkedHashMap<>();
        algorithm.put("type", TYPE);
        algorithm.put("alg", number);
        return algorithm;
    }

    /** Asks a passkey for an answer: one of those that are named, or any where none is. */
    Map<String, Object> request(Octets challenge, List<Passkey> allowed) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("challenge", challenge.text());
        options.put("timeout", Challenge.LIFE.toMillis());
        options.put("rpId", party.id());
        options.put("allowCredentials", descriptors(allowed));
        options.put("userVerification", REQUIRED);
        return options;
    }

    private static List<Map<String, Object>> descriptors(List<Passkey> passkeys) {
        return passkeys.stream().map(OptionsJson::descriptor).toList();
    }

    private static Map<String, Object> descriptor(Passkey passkey) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("type", TYPE);
        descriptor.put("id", passkey.id().text());
        descriptor.put("transports", passkey.transports());
        return descriptor;
    }
}
