package dev.latchkey.dynamodb;

import dev.latchkey.account.CheckKey;
import dev.latchkey.account.CheckToken;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.key.KeyIssuer;
import dev.latchkey.key.KeySettings;
import dev.latchkey.key.NewKey;
import dev.latchkey.key.Scopes;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.session.TokenSettings.LimitPolicy;
import dev.latchkey.store.KeyStore;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.SessionStore.Limit;
import dev.latchkey.store.SessionStore.OpenResult;
import dev.latchkey.store.UserStore;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Fresh tables with the stores on them, a clock that tests can move, and the few steps that most tests begin with. */
public final class Site {
    public static final PasswordHash HASH = new PasswordHash("hash-of-the-first-password");

    private final TokenFormat format = new TokenFormat("", true);
    private final DynamoDbClient client;
    private final Environment environment;
    private final DynamoDbUserStore users;
    private final DynamoDbSessionStore sessions;
    private final CheckToken checkToken;
    private final TokenSettings tokenSettings;
    private final KeyStore keys;
    private final @Nullable KeySettings keySettings;
    /** In the future, because the emulator deletes what is over by the real time. */
    private volatile Instant now = Instant.parse("2106-11-22T10:00:00.123456Z");

    public Site(Map<String, String> settings) {
        this(settings, TestTables.create(), null);
    }

    public Site(Map<String, String> settings, TestTables tables, @Nullable DynamoDbClient otherClient) {
        Map<String, String> variables = new HashMap<>(tables.variables());
        variables.putAll(settings);
        client = otherClient == null ? tables.client() : otherClient;
        environment = new Environment(variables, new MovableClock()).with(DynamoDbClient.class, client);
        users = new DynamoDbUserStore(environment);
        sessions = new DynamoDbSessionStore(environment);
        tokenSettings = TokenSettings.from(environment.variables());
        keys = new DynamoDbKeyStore(environment);
        keySettings = KeySettings.from(environment.variables()).orElse(null);
        CheckKey checkKey = keySettings == null ? null : new CheckKey(keys, keySettings, environment::now);
        checkToken = new CheckToken(sessions, tokenSettings, checkKey, environment::now);
    }

    public Environment environment() {
        return environment;
    }

    public DynamoDbClient client() {
        return client;
    }

    public UserStore users() {
        return users;
    }

    public SessionStore sessions() {
        return sessions;
    }

    public KeyStore keys() {
        return keys;
    }

    /** A key of an hour that is stored; needs {@code KEY_SCOPES}. */
    public NewKey key(User seen, String... scopes) {
        NewKey made = new KeyIssuer(Objects.requireNonNull(keySettings), Randomness.SECURE)
                .issue(seen, "for a test", Scopes.of(List.of(scopes)), now.plus(Duration.ofHours(1)), now);
        if (!keys.create(seen, made.key(), List.of())) {
            throw new AssertionError("the user has changed");
        }
        return made;
    }

    public Instant now() {
        return now;
    }

    public void passes(Duration time) {
        now = now.plus(time);
    }

    public User register(String name) {
        User user = User.registered(UserIds.random(Randomness.SECURE), name, name + "@example.com", HASH, now);
        if (users.create(user, name, null) != UserStore.CreateResult.CREATED) {
            throw new AssertionError("the name is taken");
        }
        return user;
    }

    public User reload(User user) {
        return users.find(user.id()).orElseThrow();
    }

    /** A token that expires after ten hours and is not stored yet. */
    public Drafted draft(User user) {
        return draft(user, now.plus(Duration.ofHours(10)));
    }

    public Drafted draft(User user, @Nullable Instant expiry) {
        TokenText text = format.create(user.id(), Randomness.SECURE);
        return new Drafted(
                text,
                new Session(
                        user.id(),
                        TokenDigest.of(text),
                        0,
                        now,
                        expiry,
                        null,
                        new Session.Client("test", "192.0.2.1")));
    }

    public Optional<TokenText> logIn(User seen) {
        Drafted drafted = draft(seen);
        return open(seen, drafted, null) == OpenResult.OPENED ? Optional.of(drafted.text()) : Optional.empty();
    }

    public OpenResult open(User seen, Drafted drafted, @Nullable Limit limit) {
        return sessions.open(seen, drafted.session(), null, limit);
    }

    public static Limit limit(int max, LimitPolicy policy) {
        return new Limit(max, policy);
    }

    public CheckToken.Result check(TokenText token) {
        return checkToken.check(token.reveal());
    }

    /** Looks at a token as whoever asks for somebody else does. */
    public CheckToken.Result inspect(TokenText token) {
        return checkToken.inspect(token.reveal());
    }

    public boolean isLive(TokenText token) {
        return check(token) instanceof CheckToken.Result.Accepted;
    }

    /** Tells whether a text is accepted as a key. */
    public boolean isKey(TokenText key) {
        return check(key) instanceof CheckToken.Result.AcceptedKey;
    }

    /** Returns when a live session ends, after a check, or null for never. */
    public @Nullable Instant checkedExpiry(TokenText token) {
        return ((CheckToken.Result.Accepted) check(token)).expiry();
    }

    public boolean isInvalid(String text) {
        return checkToken.check(text) instanceof CheckToken.Result.Invalid;
    }

    public List<Session> live(User user) {
        User current = reload(user);
        return sessions.list(user.id()).stream()
                .filter(stored -> new SessionPolicy(tokenSettings).isLive(current, stored, now))
                .toList();
    }

    public record Drafted(TokenText text, Session session) {}

    private final class MovableClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
