package dev.latchkey.http;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may read answers (the Fetch standard, "CORS protocol"). Preflights, and what API Gateway answers by itself, are in the
 * template.
 */
final class Cors {
    private static final String ANY = "*";
    private static final Pattern ORIGINS = Pattern.compile(
            "\\*|https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(,https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?)*");

    private final List<String> origins;

    private Cors(List<String> origins) {
        this.origins = origins;
    }

    /**
     * Reads {@code CORS_ALLOWED_ORIGIN}.
     *
     * @throws InvalidSettingException if it cannot be used
     */
    static Cors from(Variables variables) {
        String origins = variables.text(
                "CORS_ALLOWED_ORIGIN", ANY, ORIGINS, "* or origins such as https://app.example.com, apart by commas");
        return new Cors(List.of(origins.split(",", -1)));
    }

    /** Adds what an answer says to a page of some origin: of several origins only the one that asks is named. */
    void addTo(Map<String, String> headers, @Nullable String origin) {
        boolean several = origins.size() > 1;
        boolean known = origin != null && origins.contains(origin);
        if (several) {
            headers.put("Vary", "Origin");
        }
        if (several && !known) {
            return;
        }
        headers.put("Access-Control-Allow-Origin", several ? String.valueOf(origin) : origins.get(0));
        headers.put("Access-Control-Expose-Headers", "Allow, Retry-After, WWW-Authenticate");
    }
}
