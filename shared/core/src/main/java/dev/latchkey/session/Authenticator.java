package dev.latchkey.session;

import dev.latchkey.config.Environment;
import dev.latchkey.config.TokenSettings;
import dev.latchkey.http.Principal;
import dev.latchkey.store.TokenStore;
import dev.latchkey.store.TokenStore.ImportedToken;
import dev.latchkey.store.TokenStore.Sighting;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.Token;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the token that a request presents.
 *
 * <p>One round trip for a token of Latchkey's own, two for one that was imported, none for a text that cannot be a token.
 */
public final class Authenticator {
    private static final String INVALID = "Invalid token.";

    private final TokenStore tokens;
    private final TokenSettings settings;
    private final TokenFormat format;
    private final AuthorizationHeader header;
    private final Supplier<Instant> clock;

    /** Builds the check on the environment's settings and clock. */
    public Authenticator(Environment environment, TokenStore tokens) {
        this.tokens = tokens;
        this.settings = TokenSettings.from(environment.variables());
        this.format = new TokenFormat(settings.prefix(), settings.imported());
        this.header = new AuthorizationHeader(settings.scheme());
        this.clock = environment::now;
    }

    /**
     * Checks the token in an Authorization header, and moves its expiry where that is switched on and due.
     *
     * @param authorization the header, or null if there was none
     * @return who is calling
     * @throws AuthenticationException if nobody may pass for it
     * @throws dev.latchkey.store.StoreUnavailableException if that cannot be found out now
     */
    public Principal authenticate(@Nullable String authorization) throws AuthenticationException {
        PresentedToken presented = format.read(header.token(authorization));
        if (presented instanceof PresentedToken.Native own) {
            return check(own.userId(), own.digest());
        }
        if (presented instanceof PresentedToken.Imported imported) {
            Optional<ImportedToken> found = tokens.findImported(imported.digests());
            if (found.isPresent()) {
                return check(found.get().userId(), found.get().digest());
            }
        }
        throw new AuthenticationException(INVALID);
    }

    private Principal check(long userId, TokenDigest digest) throws AuthenticationException {
        Sighting sighting = tokens.find(userId, digest.key());
        Instant now = clock.get();
        Token token = sighting.token();
        User user = sighting.user();
        if (token == null || user == null || !token.digest().equals(digest) || isOver(token, now)) {
            throw new AuthenticationException(INVALID);
        }
        if (user.admittedBeforeDeactivation(token)) {
            throw new AuthenticationException("User inactive or deleted.");
        }
        if (!user.active() || !user.admits(token)) {
            throw new AuthenticationException(INVALID);
        }
        Instant expiry = refresh(token, now);
        String shown = Expiry.text(expiry);
        return new Principal(user.id(), user.username(), user.email(), token.key(), shown == null ? "" : shown);
    }

    /** Tells whether a token is past its expiry, or past the longest life that refreshing may give. */
    private boolean isOver(Token token, Instant now) {
        return token.isExpired(now) || (refreshes(token) && !now.isBefore(settings.latest(token.created())));
    }

    /** Moves the expiry where it would move by more than the least interval (knox/auth.py, {@code renew_token}). */
    private @Nullable Instant refresh(Token token, Instant now) throws AuthenticationException {
        Instant current = token.expiry();
        Optional<Duration> ttl = settings.ttl();
        if (current == null || ttl.isEmpty() || !refreshes(token)) {
            return current;
        }
        Instant wanted = earlier(now.plus(ttl.get()), settings.latest(token.created()));
        if (Duration.between(current, wanted).compareTo(settings.minRefreshInterval()) <= 0) {
            return current;
        }
        if (!tokens.refresh(token, wanted, now)) {
            throw new AuthenticationException(INVALID);
        }
        return wanted;
    }

    private boolean refreshes(Token token) {
        return settings.autoRefresh() && token.expiry() != null;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
