package dev.latchkey.session;

import dev.latchkey.config.Variables;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How tokens live, under the names that django-rest-knox gives its settings.
 *
 * @param ttl {@code TOKEN_TTL}: a new token's life; empty for one that never expires
 * @param prefix {@code TOKEN_PREFIX}: what each token's text begins with, at most 10 characters
 * @param scheme {@code AUTH_HEADER_PREFIX}: the scheme before the token in the Authorization header
 * @param limit {@code TOKEN_LIMIT_PER_USER}: how many live tokens a user may have; empty for any number
 * @param limitPolicy {@code TOKEN_LIMIT_POLICY}: what a login at the limit does
 * @param autoRefresh {@code AUTO_REFRESH}: whether a check moves the expiry
 * @param maxTtl {@code AUTO_REFRESH_MAX_TTL}: the longest life, counted from creation, that refreshing may give
 * @param minRefreshInterval {@code MIN_REFRESH_INTERVAL}: an expiry is not moved by this or less
 * @param imported {@code IMPORTED_TOKENS}: whether tokens issued by Knox or DRF and imported here are looked up
 * @param notBefore {@code TOKENS_NOT_BEFORE}: sessions that were opened before it are over; empty for none
 */
public record TokenSettings(
        Optional<Duration> ttl,
        String prefix,
        String scheme,
        Optional<Integer> limit,
        LimitPolicy limitPolicy,
        boolean autoRefresh,
        Optional<Duration> maxTtl,
        Duration minRefreshInterval,
        boolean imported,
        Optional<Instant> notBefore) {

    /** What a login does when the user has as many live tokens as allowed. */
    public enum LimitPolicy {
        /** Refuses with 403, as Knox does. */
        REJECT,
        /** Ends the oldest session to make room. */
        EVICT_OLDEST
    }

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.~+/-]{0,10}");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,15}");

    /** Reads and validates the settings. */
    public static TokenSettings from(Variables variables) {
        return new TokenSettings(
                variables.optionalDuration("TOKEN_TTL", "PT10H"),
                variables.text("TOKEN_PREFIX", "", PREFIX, "at most 10 of the characters A-Z a-z 0-9 - . _ ~ + /"),
                variables.text(
                        "AUTH_HEADER_PREFIX", "Token", SCHEME, "a letter and up to 15 letters, digits or hyphens"),
                variables.optionalInteger("TOKEN_LIMIT_PER_USER", 1, 1000),
                variables.choice("TOKEN_LIMIT_POLICY", LimitPolicy.REJECT, LimitPolicy.class),
                variables.flag("AUTO_REFRESH", false),
                variables.optionalDuration("AUTO_REFRESH_MAX_TTL", "none"),
                variables.durationOrZero("MIN_REFRESH_INTERVAL", Duration.ofSeconds(60)),
                variables.flag("IMPORTED_TOKENS", true),
                variables.optionalTime("TOKENS_NOT_BEFORE"));
    }

    /** Returns the instant beyond which no refresh keeps a token alive that was created then; {@link Instant#MAX} for none. */
    public Instant latest(Instant created) {
        return maxTtl.map(created::plus).orElse(Instant.MAX);
    }

    /**
     * Returns the expiry of a token that is created now, or null for never.
     *
     * <p>Where tokens are refreshed none begins with more than its longest life: clients are told what the check holds to.
     */
    public @Nullable Instant expiry(Instant now) {
        if (ttl.isEmpty()) {
            return null;
        }
        Instant expiry = now.plus(ttl.get());
        return autoRefresh && expiry.isAfter(latest(now)) ? latest(now) : expiry;
    }
}
