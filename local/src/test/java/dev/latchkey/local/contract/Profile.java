package dev.latchkey.local.contract;

import java.util.HashMap;
import java.util.Map;

/** The settings that cases name, as the server's variables, and whose token {@code {{valid_token}}} is. */
enum Profile {
    DEFAULT("alice", Map.of()),
    LIMIT("limited", Map.of("TOKEN_LIMIT_PER_USER", "2")),
    REFRESH(
            "refresher",
            Map.of(
                    "AUTO_REFRESH", "true",
                    "TOKEN_TTL", "PT10H",
                    "AUTO_REFRESH_MAX_TTL", "PT24H",
                    "MIN_REFRESH_INTERVAL", "60")),
    PREFIX("prefixed", Map.of("TOKEN_PREFIX", "tka_")),
    NOEXPIRY("forever", Map.of("TOKEN_TTL", "none")),
    BEARER("bearer", Map.of("AUTH_HEADER_PREFIX", "Bearer")),
    THROTTLE("alice", Map.of("LOGIN_FAILURES_PER_ACCOUNT", "2", "LOGIN_FAILURE_WINDOW", "60")),
    MAIL("alice", Map.of("MAIL", "outbox", "SECOND_FACTOR", "optional"));

    /** Hashing is not what these tests are about: the least memory and one pass make it quick. */
    private static final Map<String, String> QUICK_HASHES = Map.of("ARGON2_MEMORY_KIB", "8", "ARGON2_ITERATIONS", "1");

    /** All cases come from one address. */
    private static final Map<String, String> NO_LIMITS = Map.of(
            "LOGIN_FAILURES_PER_ACCOUNT", "none",
            "LOGIN_FAILURES_PER_SOURCE", "none",
            "REGISTRATIONS_PER_SOURCE", "none",
            "MAIL_REQUESTS_PER_SOURCE", "none");

    private final String owner;

    @SuppressWarnings("ImmutableEnumChecker") // Map.of is immutable, which its type does not say.
    private final Map<String, String> own;

    Profile(String owner, Map<String, String> own) {
        this.owner = owner;
        this.own = own;
    }

    String owner() {
        return owner;
    }

    String scheme() {
        return own.getOrDefault("AUTH_HEADER_PREFIX", "Token");
    }

    String prefix() {
        return own.getOrDefault("TOKEN_PREFIX", "");
    }

    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(QUICK_HASHES);
        variables.putAll(NO_LIMITS);
        variables.put("METRICS_NAMESPACE", "Latchkey");
        variables.putAll(own);
        return variables;
    }
}
