package dev.latchkey.passkey;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * For whom passkeys are made.
 *
 * @param id {@code PASSKEY_RP_ID}: a domain, to which a passkey belongs for good
 * @param origins {@code PASSKEY_ORIGINS}: of which pages and apps an answer is taken
 */
public record RelyingParty(String id, Set<String> origins) {
    private static final int MAX_DOMAIN = 253;

    /** A domain in lower case, or {@code localhost}; no address, which no browser takes for one. */
    private static final Pattern DOMAIN =
            Pattern.compile("localhost|([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    /** A page by https, one on this machine by http, or an Android app by the digest of its certificate. */
    private static final Pattern ORIGIN = Pattern.compile("https://[a-z0-9.-]{1,253}(:[1-9][0-9]{0,4})?"
            + "|http://([a-z0-9-]+\\.)*localhost(:[1-9][0-9]{0,4})?"
            + "|android:apk-key-hash:[A-Za-z0-9_-]{43}");

    /** Copies the set. */
    public RelyingParty {
        origins = Set.copyOf(origins);
    }

    /**
     * Reads the settings; nothing where passkeys are off.
     *
     * @throws InvalidSettingException if one of them cannot be used
     */
    public static Optional<RelyingParty> from(Variables variables) {
        return id(variables).map(id -> new RelyingParty(id, origins(variables, id)));
    }

    /**
     * Reads the domain alone; nothing where passkeys are off.
     *
     * @throws InvalidSettingException if it is none
     */
    public static Optional<String> id(Variables variables) {
        String id = variables.text("PASSKEY_RP_ID", "");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        if (!DOMAIN.matcher(id).matches() || id.length() > MAX_DOMAIN) {
            throw new InvalidSettingException(
                    "PASSKEY_RP_ID", "must be a domain in lower case or localhost, but is \"" + id + "\"");
        }
        return Optional.of(id);
    }

    private static Set<String> origins(Variables variables, String id) {
        List<String> origins = Stream.of(
                        variables.text("PASSKEY_ORIGINS", "https://" + id).split(",", -1))
                .map(String::strip)
                .toList();
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new InvalidSettingException(
                        "PASSKEY_ORIGINS",
                        "must be origins such as https://example.com, separated by commas, but has \"" + origin + "\"");
            }
        }
        return Set.copyOf(origins);
    }
}
