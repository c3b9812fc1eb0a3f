package dev.latchkey.register;

import dev.latchkey.config.Environment;
import dev.latchkey.http.Fields;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ValidationException;
import dev.latchkey.passwords.Password;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.passwords.PasswordRule;
import dev.latchkey.session.Issuer;
import dev.latchkey.session.Issuer.Issued;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.store.DynamoDbUserStore;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.store.UserStore;
import dev.latchkey.store.UserStore.Created;
import dev.latchkey.telemetry.Audit;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.user.EmailRule;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import dev.latchkey.user.UsernameRule;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Registering: a new user with a first session, both or neither. */
final class Registration {
    private static final String NAME_TAKEN = "A user with that username already exists.";

    private static final String SAMPLE_PASSWORD = "Vorpal-Tundra";

    /** Two random ids are equal once in 2^53; a third attempt is never seen. */
    private static final int ATTEMPTS = 3;

    private final UserStore users;
    private final PasswordHasher hasher;
    private final Issuer issuer;
    private final Throttle throttle;
    private final Supplier<Instant> clock;

    Registration(Environment environment) {
        this(environment, new DynamoDbUserStore(environment), PasswordHasher.from(environment.variables()));
    }

    Registration(Environment environment, UserStore users, PasswordHasher hasher) {
        this.users = users;
        this.hasher = hasher;
        this.issuer = new Issuer(environment);
        this.throttle = Throttle.ofRegistrations(environment);
        this.clock = environment::now;
    }

    /** Counts a registration before its first call to the store; one that is refused for its form alone costs nothing. */
    Response answer(Request request) {
        return register(request, () -> throttle.begin(request, ""));
    }

    private Response register(Request request, Runnable count) {
        Fields fields = Fields.of(request);
        String username = username(fields, count);
        String email = email(fields);
        String password = fields.verbatim("password");
        if (password != null) {
            fields.reject("password", PasswordRule.fieldViolations(password));
        }
        fields.check();
        return create(
                request,
                Objects.requireNonNull(username),
                Objects.requireNonNull(email),
                Password.of(Objects.requireNonNull(password)));
    }

    /** What to prime with: everything is right but the address. */
    static InputStream sample() {
        return SampleEvents.withBody(
                "/api/auth/register", Map.of("username", "nobody", "email", "nowhere", "password", SAMPLE_PASSWORD));
    }

    /** Registers up to the point where something would be written, then makes the rest of the calls in ways that write nothing. */
    Response prime(Request request) {
        try {
            return register(request, () -> {});
        } catch (ValidationException e) {
            throttle.prime();
            Password password = Password.of(SAMPLE_PASSWORD);
            PasswordRule.check("password", password, "nobody", "nobody@example.com");
            hasher.verify(password, null);
            User nobody = User.registered(SampleEvents.NOBODY, "", "", null, Instant.EPOCH);
            Issued issued = Issuer.ofNobody(nobody);
            users.primeCreation(nobody, issued.session());
            return Issuer.answer(201, Audit.Event.REGISTERED, nobody, issued);
        }
    }

    private @Nullable String username(Fields fields, Runnable count) {
        String typed = fields.trimmed("username");
        if (typed == null) {
            return null;
        }
        String username = UsernameRule.normalize(typed);
        List<String> wrong = new ArrayList<>(UsernameRule.characterViolations(username));
        List<String> alsoWrong = UsernameRule.remainingViolations(username);
        if (wrong.isEmpty() && alsoWrong.isEmpty()) {
            count.run();
            if (users.isNameTaken(UsernameRule.uniquenessKey(username))) {
                wrong.add(NAME_TAKEN);
            }
        }
        wrong.addAll(alsoWrong);
        fields.reject("username", wrong);
        return username;
    }

    private static @Nullable String email(Fields fields) {
        String email = fields.trimmed("email", EmailRule.INVALID);
        if (email == null) {
            return null;
        }
        fields.reject("email", EmailRule.violations(email));
        return EmailRule.normalize(email);
    }

    private Response create(Request request, String username, String email, Password password) {
        PasswordRule.check("password", password, username, email);
        PasswordHash hash = new PasswordHash(hasher.hash(password));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            User user = User.registered(UserIds.random(), username, email, hash, clock.get());
            Issued issued = issuer.issue(user, request, user.created());
            Created created = users.create(user, UsernameRule.uniquenessKey(username), issued.session());
            if (created == Created.CREATED) {
                return Issuer.answer(201, Audit.Event.REGISTERED, user, issued);
            }
            if (created == Created.NAME_TAKEN) {
                throw new ValidationException("username", NAME_TAKEN);
            }
        }
        throw new StoreUnavailableException("register");
    }
}
