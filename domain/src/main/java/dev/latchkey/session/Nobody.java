package dev.latchkey.session;

import dev.latchkey.config.Randomness;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A user who cannot be, since ids begin at 1, with a session and nothing random: for rehearsals before a snapshot. */
public final class Nobody {
    /** The user's name, as it is shown and as its uniqueness form. */
    public static final String USERNAME = "nobody";

    /** The user's address, for documentation (RFC 2606). */
    public static final String EMAIL = "nobody@example.com";

    /** Longer than any rehearsal. */
    private static final Duration LIFE = Duration.ofHours(10);

    private Nobody() {}

    /** Returns the user. */
    public static User user(@Nullable PasswordHash hash, Instant now) {
        return User.registered(UserIds.NOBODY, USERNAME, EMAIL, hash, now);
    }

    /** Returns the session of {@link #user} at the same moment. */
    public static Session session(TokenSettings settings, Instant now) {
        long generation = user(null, now).generation();
        Session.Client client = new Session.Client("priming", "192.0.2.1");
        return new Session(
                UserIds.NOBODY, TokenDigest.of(token(settings)), generation, now, now.plus(LIFE), null, client);
    }

    /** Returns the token of {@link #session}, as the settings would have it. */
    public static TokenText token(TokenSettings settings) {
        return new TokenFormat(settings.prefix(), false).create(UserIds.NOBODY, Randomness.NONE);
    }
}
