package dev.latchkey.login;

import dev.latchkey.config.Environment;
import dev.latchkey.config.TokenSettings;
import dev.latchkey.http.Fields;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.TokenLimitException;
import dev.latchkey.http.ValidationException;
import dev.latchkey.passwords.Password;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.passwords.PasswordRule;
import dev.latchkey.session.Issuer;
import dev.latchkey.session.Issuer.Issued;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.store.DynamoDbTokenStore;
import dev.latchkey.store.DynamoDbUserStore;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.store.TokenStore;
import dev.latchkey.store.TokenStore.Limit;
import dev.latchkey.store.TokenStore.Opened;
import dev.latchkey.store.UserStore;
import dev.latchkey.telemetry.Audit;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.user.CharFieldRule;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Logging in: name and password in, a new session out. */
final class Login {
    /** A user who changes more often than this while logging in is told to try again. */
    private static final int ATTEMPTS = 3;

    private final UserStore users;
    private final TokenStore tokens;
    private final PasswordHasher hasher;
    private final Issuer issuer;
    private final @Nullable Limit limit;
    private final Throttle throttle;
    private final Supplier<Instant> clock;

    Login(Environment environment) {
        this(
                environment,
                new DynamoDbUserStore(environment),
                new DynamoDbTokenStore(environment),
                PasswordHasher.from(environment.variables()));
    }

    Login(Environment environment, UserStore users, TokenStore tokens, PasswordHasher hasher) {
        TokenSettings settings = TokenSettings.from(environment.variables());
        this.users = users;
        this.tokens = tokens;
        this.hasher = hasher;
        this.issuer = new Issuer(environment);
        this.limit = settings.limit()
                .map(most -> new Limit(most, settings.limitPolicy()))
                .orElse(null);
        this.throttle = Throttle.ofLogins(environment);
        this.clock = environment::now;
    }

    /** Counts the attempt first, so that one over the limit costs neither a look-up nor a hash, whoever it is for. */
    Response answer(Request request) {
        Credentials presented = read(request);
        Attempt attempt = throttle.begin(request, presented.nameKey());
        try {
            return login(request, presented, attempt);
        } catch (StoreUnavailableException e) {
            attempt.abandoned();
            throw e;
        }
    }

    /** What to prime with: a name that nobody can have. */
    static InputStream sample() {
        return SampleEvents.withBody("/api/auth/login", Map.of("username", "no body", "password", "primed"));
    }

    /** Logs in, which fails, and then tries to open a session for nobody: the path, but no write. */
    Response prime(Request request) {
        try {
            return login(request, read(request), Attempt.uncounted());
        } catch (ValidationException e) {
            throttle.prime();
            User nobody = User.registered(SampleEvents.NOBODY, "", "", null, Instant.EPOCH);
            Issued issued = Issuer.ofNobody(nobody);
            tokens.open(nobody, issued.session(), null, null);
            return Issuer.answer(200, Audit.Event.LOGGED_IN, nobody, issued);
        }
    }

    private static Credentials read(Request request) {
        Fields fields = Fields.of(request);
        String username = fields.trimmed("username");
        String password = fields.verbatim("password");
        if (username != null) {
            fields.reject("username", CharFieldRule.violations(username));
        }
        if (password != null) {
            fields.reject("password", PasswordRule.presentedViolations(password));
        }
        fields.check();
        String name = UsernameRule.normalize(Objects.requireNonNull(username));
        return new Credentials(UsernameRule.uniquenessKey(name), Password.of(Objects.requireNonNull(password)));
    }

    private Response login(Request request, Credentials presented, Attempt counted) {
        if (PasswordRule.isTooLongToBeRight(presented.password())) {
            throw incorrect(Audit.NOBODY);
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            User user = verify(users.findByName(presented.nameKey()), presented.password());
            Issued issued = issuer.issue(user, request, clock.get());
            Opened opened = open(user, issued, presented.password(), counted);
            if (opened == Opened.OPENED) {
                return Issuer.answer(200, Audit.Event.LOGGED_IN, user, issued);
            }
            if (opened == Opened.LIMIT_REACHED) {
                throw new TokenLimitException();
            }
        }
        throw new StoreUnavailableException("login");
    }

    @SuppressWarnings("try") // Closing is all that is wanted of it.
    private Opened open(User user, Issued issued, Password password, Attempt counted) {
        try (Attempt.Forgiving forgiving = counted.succeeded()) {
            return tokens.open(user, issued.session(), rehashed(user, password), limit);
        }
    }

    /** Returns the user if the password is right; whatever else is the case costs one hash and gives one answer. */
    private User verify(Optional<User> found, Password password) {
        PasswordHash hash = found.filter(User::active).map(User::passwordHash).orElse(null);
        boolean right = hasher.verify(password, hash == null ? null : hash.encoded());
        if (!right || found.isEmpty()) {
            throw incorrect(found.map(User::id).orElse(Audit.NOBODY));
        }
        return found.get();
    }

    /** Returns the same password under current parameters, or null if it is stored so already. */
    private @Nullable PasswordHash rehashed(User user, Password password) {
        PasswordHash hash = user.passwordHash();
        return hash != null && hasher.needsRehash(hash.encoded()) ? new PasswordHash(hasher.hash(password)) : null;
    }

    /** The answer is the same for everybody; who it was about goes into the log alone. */
    private static ValidationException incorrect(long userId) {
        return new ValidationException(
                ValidationException.NON_FIELD, "Incorrect Credentials", Audit.of(Audit.Event.LOGIN_FAILED, userId));
    }

    /**
     * What a request presents.
     *
     * @param nameKey the uniqueness form of the user name
     * @param password the password
     */
    private record Credentials(String nameKey, Password password) {}
}
