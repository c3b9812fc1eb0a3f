package dev.latchkey.key;

import dev.latchkey.config.Randomness;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.User;
import java.time.Instant;

/** Makes new keys. */
public final class KeyIssuer {
    private final KeySettings settings;
    private final Randomness randomness;

    /** Builds the issuer on the settings and a source of random numbers. */
    public KeyIssuer(KeySettings settings, Randomness randomness) {
        this.settings = settings;
        this.randomness = randomness;
    }

    /**
     * Makes a key for a user as the user is now.
     *
     * @param name what the user calls it
     * @param expiry when it is to end, at most the longest life from now
     * @throws IllegalArgumentException if the expiry is not after the present, or too late
     */
    public NewKey issue(User user, String name, Scopes scopes, Instant expiry, Instant now) {
        if (!expiry.isAfter(now) || expiry.isAfter(settings.latest(now))) {
            throw new IllegalArgumentException("not a key's expiry");
        }
        TokenText text = settings.format().create(user.id(), randomness);
        ApiKey.Owner owner = new ApiKey.Owner(
                user.security().keyGeneration(),
                user.security().incarnation(),
                user.security().kind());
        return new NewKey(text, new ApiKey(user.id(), TokenDigest.of(text), owner, name, scopes, now, expiry, null));
    }
}
