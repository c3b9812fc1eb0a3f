package dev.latchkey.function.passkey;

import dev.latchkey.http.FormFields;
import dev.latchkey.http.ValidationException;
import dev.latchkey.json.Json;
import dev.latchkey.passkey.Assertion;
import dev.latchkey.passkey.Attestation;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.UserHandle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What browsers make of an authenticator's answer by {@code PublicKeyCredential.toJSON()} (WebAuthn Level 3, section 5.1). */
final class CredentialJson {
    static final String CREDENTIAL = "credential";

    private static final String INVALID = "This is no passkey's answer.";
    private static final int MAX_HANDLE = 64;

    /** How an authenticator may be reached (WebAuthn Level 3, section 5.8.4); what else a browser says is left out. */
    private static final Set<String> TRANSPORTS = Set.of("ble", "hybrid", "internal", "nfc", "smart-card", "usb");

    private final Map<String, @Nullable Object> credential;
    private final Map<String, @Nullable Object> response;

    private CredentialJson(Map<String, @Nullable Object> credential) {
        this.credential = credential;
        this.response = Json.object(credential.get("response"));
    }

    /**
     * Reads the field of a form.
     *
     * @throws ValidationException if it is missing, or anything else is wrong with the form
     */
    static CredentialJson of(FormFields fields) {
        Map<String, @Nullable Object> members = fields.members(CREDENTIAL);
        fields.check();
        return new CredentialJson(members);
    }

    /**
     * Returns the answer of a new passkey.
     *
     * @throws ValidationException if a part of it is missing
     */
    Attestation attestation() {
        return new Attestation(id(), part("clientDataJSON"), part("attestationObject"), transports());
    }

    /**
     * Returns the answer of a passkey.
     *
     * @throws ValidationException if a part of it is missing
     */
    Assertion assertion() {
        return new Assertion(id(), part("clientDataJSON"), part("authenticatorData"), part("signature"), handle());
    }

    private CredentialId id() {
        if (!"public-key".equals(credential.get("type"))) {
            throw new ValidationException(CREDENTIAL, INVALID);
        }
        return text(credential.get("id"))
                .flatMap(CredentialId::read)
                .orElseThrow(() -> new ValidationException(CREDENTIAL, INVALID));
    }

    private Octets part(String name) {
        return text(response.get(name))
                .flatMap(Octets::read)
                .orElseThrow(() -> new ValidationException(CREDENTIAL, INVALID));
    }

    private @Nullable UserHandle handle() {
        if (response.get("userHandle") == null) {
            return null;
        }
        Octets handle = part("userHandle");
        if (handle.length() == 0 || handle.length() > MAX_HANDLE) {
            throw new ValidationException(CREDENTIAL, INVALID);
        }
        return new UserHandle(handle);
    }

    private List<String> transports() {
        return response.get("transports") instanceof List<?> said
                ? said.stream()
                        .filter(TRANSPORTS::contains)
                        .map(Object::toString)
                        .distinct()
                        .sorted()
                        .toList()
                : List.of();
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
