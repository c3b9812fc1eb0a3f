package dev.latchkey.key;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.user.Kind;
import dev.latchkey.user.RoleRule;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What keys there may be.
 *
 * @param prefix {@code KEY_PREFIX}: what each key's text begins with; it alone tells keys from the tokens of sessions
 * @param offered {@code KEY_SCOPES}: the scopes that there are, each with the role that it asks for, or the empty text
 * @param maxTtl {@code KEY_MAX_TTL}: the longest life of a key, counted from its creation
 * @param notBefore {@code TOKENS_NOT_BEFORE}: keys that were made before it are over, or {@link Instant#MIN}
 */
public record KeySettings(String prefix, Map<String, String> offered, Duration maxTtl, Instant notBefore) {
    private static final String SCOPES = "KEY_SCOPES";
    private static final String PREFIX = "KEY_PREFIX";
    private static final String DEFAULT_PREFIX = "lkkey_";
    private static final String ROLE = "@role:";

    /** An environment has 4 KB for all settings (AWS, "Lambda quotas"). */
    private static final int LONGEST = 1000;

    private static final Pattern PREFIX_FORM = Pattern.compile("[A-Za-z0-9_.~+/-]{1,10}");

    /** Copies the map. */
    public KeySettings {
        offered = Map.copyOf(offered);
    }

    /**
     * Reads and validates the settings.
     *
     * @return nothing where there are no keys, since there is no scope
     * @throws InvalidSettingException if one of them cannot be used, or does not go with {@code TOKEN_PREFIX}
     */
    public static Optional<KeySettings> from(Variables variables) {
        String prefix = variables.text(
                PREFIX, DEFAULT_PREFIX, PREFIX_FORM, "1 to 10 of the characters A-Z a-z 0-9 - . _ ~ + /");
        Duration maxTtl = variables.duration("KEY_MAX_TTL", Duration.ofDays(365));
        String scopes = variables.text(SCOPES, "");
        if (scopes.isEmpty()) {
            return Optional.empty();
        }
        TokenSettings tokens = TokenSettings.from(variables);
        refuseOverlap(prefix, tokens.prefix());
        return Optional.of(new KeySettings(
                prefix, offered(scopes), maxTtl, tokens.notBefore().orElse(Instant.MIN)));
    }

    /** Without a prefix, tokens have a length that no key has: then there is nothing to mix up. */
    private static void refuseOverlap(String prefix, String tokenPrefix) {
        if (!tokenPrefix.isEmpty() && (prefix.startsWith(tokenPrefix) || tokenPrefix.startsWith(prefix))) {
            throw new InvalidSettingException(
                    PREFIX,
                    "must neither begin with TOKEN_PREFIX nor be what it begins with, but is \"" + prefix
                            + "\" where TOKEN_PREFIX is \"" + tokenPrefix + "\"");
        }
    }

    private static Map<String, String> offered(String text) {
        if (text.length() > LONGEST) {
            throw new InvalidSettingException(SCOPES, "must have at most " + LONGEST + " characters");
        }
        Map<String, String> offered = new LinkedHashMap<>();
        for (String entry : text.split(",", -1)) {
            int at = entry.indexOf(ROLE);
            String scope = at < 0 ? entry : entry.substring(0, at);
            String role = at < 0 ? "" : entry.substring(at + ROLE.length());
            if (!Scope.isValid(scope) || (at >= 0 && !RoleRule.isValid(role))) {
                throw new InvalidSettingException(
                        SCOPES,
                        "must be scopes separated by commas, such as orders.read or orders.write@role:staff, but has \""
                                + entry + "\"; a scope is " + Scope.FORM);
            }
            if (offered.put(scope, role) != null) {
                throw new InvalidSettingException(SCOPES, "names \"" + scope + "\" twice");
            }
        }
        if (offered.size() > Scope.MOST) {
            throw new InvalidSettingException(SCOPES, "must be at most " + Scope.MOST + " scopes");
        }
        return offered;
    }

    /** Returns the form of keys' texts. */
    public TokenFormat format() {
        return new TokenFormat(prefix, false);
    }

    /** Returns the instant from which no key that was made at a moment is valid. */
    public Instant latest(Instant created) {
        return created.plus(maxTtl);
    }

    /**
     * Tells whether a user may have a key with a scope: there is such a scope, the user has the role that it asks for, and a scope
     * for services goes to none but them.
     */
    public boolean allows(User user, Scope scope) {
        String role = offered.get(scope.name());
        return role != null
                && (role.isEmpty() || user.security().roles().contains(role))
                && (!scope.name().equals(Scope.INTROSPECT) || user.security().kind() == Kind.SERVICE);
    }

    /** Returns those of a key's scopes that its user may have now. */
    public Scopes effective(User user, ApiKey key) {
        return Scopes.of(key.scopes().names().stream()
                .filter(name -> allows(user, new Scope(name)))
                .toList());
    }
}
