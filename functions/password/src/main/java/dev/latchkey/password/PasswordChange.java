package dev.latchkey.password;

import dev.latchkey.config.Environment;
import dev.latchkey.config.TokenSettings;
import dev.latchkey.http.Fields;
import dev.latchkey.http.NotAuthenticatedException;
import dev.latchkey.http.Principal;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ValidationException;
import dev.latchkey.passwords.Password;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.passwords.PasswordRule;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.store.DynamoDbTokenStore;
import dev.latchkey.store.DynamoDbUserStore;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.store.TokenStore;
import dev.latchkey.store.TokenStore.Sighting;
import dev.latchkey.store.UserStore;
import dev.latchkey.telemetry.Audit;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** Changing one's own password: all other sessions end in the same write, the one that asked lives on. */
final class PasswordChange {
    private static final String CURRENT = "current_password";
    private static final String NEW = "new_password";

    private static final String SAMPLE_PASSWORD = "Vorpal-Tundra";

    /** A user who changes more often than this meanwhile is told to try again. */
    private static final int ATTEMPTS = 3;

    private final UserStore users;
    private final TokenStore tokens;
    private final PasswordHasher hasher;
    private final Throttle throttle;
    private final String scheme;

    PasswordChange(Environment environment) {
        this.users = new DynamoDbUserStore(environment);
        this.tokens = new DynamoDbTokenStore(environment);
        this.hasher = PasswordHasher.from(environment.variables());
        this.throttle = Throttle.ofLogins(environment);
        this.scheme = TokenSettings.from(environment.variables()).scheme();
    }

    /** A wrong current password is a failed login: who has stolen a token must not guess faster than who has none. */
    Response answer(Request request, Principal principal) {
        Change wanted = read(request);
        Attempt attempt = throttle.begin(request, UsernameRule.uniquenessKey(principal.username()));
        try {
            return change(principal, wanted, attempt);
        } catch (StoreUnavailableException | NotAuthenticatedException e) {
            attempt.abandoned();
            throw e;
        }
    }

    /** What to prime with: a session that nobody has. */
    static InputStream sample() {
        return SampleEvents.withPrincipal("/api/auth/password", Map.of(CURRENT, "primed", NEW, SAMPLE_PASSWORD));
    }

    /** Looks for nobody's session, then verifies a password against nobody and changes nobody's: the path, but no write. */
    Response prime(Request request, Principal nobody) {
        try {
            return change(nobody, read(request), Attempt.uncounted());
        } catch (NotAuthenticatedException e) {
            throttle.prime();
            Password password = Password.of(SAMPLE_PASSWORD);
            PasswordRule.check(NEW, password, "nobody", "nobody@example.com");
            hasher.verify(password, null);
            users.changePassword(
                    User.registered(nobody.userId(), "", "", null, Instant.EPOCH), new PasswordHash(""), null);
            return Response.noContent();
        }
    }

    private static Change read(Request request) {
        Fields fields = Fields.of(request);
        String current = fields.verbatim(CURRENT);
        String chosen = fields.verbatim(NEW);
        if (current != null) {
            fields.reject(CURRENT, PasswordRule.presentedViolations(current));
        }
        if (chosen != null) {
            fields.reject(NEW, PasswordRule.fieldViolations(chosen));
        }
        fields.check();
        return new Change(Password.of(Objects.requireNonNull(current)), Password.of(Objects.requireNonNull(chosen)));
    }

    private Response change(Principal principal, Change wanted, Attempt counted) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            User user = live(principal);
            verify(user, wanted.current());
            if (store(user, wanted.chosen(), principal, counted)) {
                return Response.noContent().telling(Audit.of(Audit.Event.PASSWORD_CHANGED, user.id()));
            }
        }
        throw new StoreUnavailableException("password change");
    }

    @SuppressWarnings("try") // Closing is all that is wanted of it.
    private boolean store(User user, Password chosen, Principal principal, Attempt counted) {
        try (Attempt.Forgiving forgiving = counted.succeeded()) {
            PasswordRule.check(NEW, chosen, user.username(), user.email());
            PasswordHash hash = new PasswordHash(hasher.hash(chosen));
            return users.changePassword(user, hash, principal.tokenKey());
        }
    }

    /**
     * Returns the user as of now, if the session is still alive: it may have ended since the authorizer looked, and must not
     * then be the one that is kept.
     */
    private User live(Principal principal) {
        Sighting sighting = tokens.find(principal.userId(), principal.tokenKey());
        User user = sighting.user();
        if (sighting.token() == null || user == null || !user.active() || !user.admits(sighting.token())) {
            throw new NotAuthenticatedException(scheme, "Invalid token.");
        }
        return user;
    }

    private void verify(User user, Password current) {
        PasswordHash hash = user.passwordHash();
        if (PasswordRule.isTooLongToBeRight(current) || !hasher.verify(current, hash == null ? null : hash.encoded())) {
            throw new ValidationException(
                    CURRENT, "Invalid password.", Audit.of(Audit.Event.PASSWORD_CHANGE_FAILED, user.id()));
        }
    }

    /**
     * What a request asks for.
     *
     * @param current the password as it is
     * @param chosen the password as it shall be
     */
    private record Change(Password current, Password chosen) {}
}
