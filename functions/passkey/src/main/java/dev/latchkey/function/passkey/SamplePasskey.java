package dev.latchkey.function.passkey;

import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.RelyingParty;
import dev.latchkey.passkey.UserHandle;
import dev.latchkey.user.UserIds;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A passkey of nobody, and an answer of it, to rehearse with: an example of the standard (WebAuthn Level 3, section 16, packed ES256). */
final class SamplePasskey {
    static final RelyingParty PARTY = new RelyingParty("example.org", Set.of("https://example.org"));

    private static final String ID = "yab1s0YtAoc_6gxWhiI0-Z8IFygITlEbt3YCAaiQVKU";
    private static final String HANDLE = "AA";
    private static final String KEY = "pQECAyYgASFYIBzyfyXaWRIIpCOcLjJPEE9YVSVHmint7t2DD0jneurlIlggWeS32mwBBuIGzjkMk6uY"
            + "oVpew4h-V_DMK-zoA7kgxCM";
    private static final String CLIENT_DATA =
            "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoic1JCdnBHcFh2dkY0RlJIQVZYM0ltS0EwRTlYdzhYMGtSakRC"
                    + "bE1maHJiVSIsIm9yaWdpbiI6Imh0dHBzOi8vZXhhbXBsZS5vcmciLCJjcm9zc09yaWdpbiI6ZmFsc2UsImV4dHJhRGF0YSI6"
                    + "ImNsaWVudERhdGFKU09OIG1heSBiZSBleHRlbmRlZCB3aXRoIGFkZGl0aW9uYWwgZmllbGRzIGluIHRoZSBmdXR1cmUsIHN1"
                    + "Y2ggYXMgdGhpczogQVpNd3lNeEliRDgtdWd1Rk5wNnI4USJ9";
    private static final String AUTHENTICATOR_DATA = "v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUNAAAAAA";
    private static final String SIGNATURE =
            "MEUCIGlJadPuko3m8C7yOpxkTX13mRZFFzSpS0MlQvSYoevpAiEAiwgZyCQhipcVLNCZxVv7FHeynZAKSaZAGDFPm_zNoWM";

    private SamplePasskey() {}

    static Passkey passkey(Instant now) {
        return new Passkey(
                CredentialId.read(ID).orElseThrow(),
                UserIds.NOBODY,
                0,
                new UserHandle(Octets.read(HANDLE).orElseThrow()),
                Octets.read(KEY).orElseThrow(),
                0,
                true,
                false,
                List.of("internal"),
                "Passkey",
                now,
                null);
    }

    /** Returns the body of a request with the passkey's answer. */
    static Map<String, Object> answer() {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("clientDataJSON", CLIENT_DATA);
        response.put("authenticatorData", AUTHENTICATOR_DATA);
        response.put("signature", SIGNATURE);
        response.put("userHandle", HANDLE);
        Map<String, Object> credential = new LinkedHashMap<>();
        credential.put("id", ID);
        credential.put("rawId", ID);
        credential.put("type", "public-key");
        credential.put("response", response);
        return Map.of(CredentialJson.CREDENTIAL, credential);
    }
}
