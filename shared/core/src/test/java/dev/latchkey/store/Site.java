package dev.latchkey.store;

import dev.latchkey.config.Environment;
import dev.latchkey.config.TokenSettings.LimitPolicy;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.http.Principal;
import dev.latchkey.session.AuthenticationException;
import dev.latchkey.session.Authenticator;
import dev.latchkey.store.TokenStore.Limit;
import dev.latchkey.store.TokenStore.Opened;
import dev.latchkey.token.Token;
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
    private final DynamoDbTokenStore tokens;
    private final Authenticator authenticator;
    /** In the future, because the emulator deletes what is over by the real time. */
    private volatile Instant now = Instant.parse("2106-11-22T10:00:00.123456Z");

    public Site(Map<String, String> settings) {
        this(settings, TestTables.create(), null);
    }

    public Site(Map<String, String> settings, TestTables tables, @Nullable DynamoDbClient otherClient) {
        Map<String, String> variables = new HashMap<>(tables.variables());
        variables.putAll(settings);
        client = otherClient == null ? tables.client() : otherClient;
        environment = new Environment(variables, client, new MovableClock());
        users = new DynamoDbUserStore(environment);
        tokens = new DynamoDbTokenStore(environment);
        authenticator = new Authenticator(environment, tokens);
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

    public TokenStore tokens() {
        return tokens;
    }

    public Instant now() {
        return now;
    }

    public void passes(Duration time) {
        now = now.plus(time);
    }

    public User register(String name) {
        User user = User.registered(UserIds.random(), name, name + "@example.com", HASH, now);
        if (users.create(user, name, null) != UserStore.Created.CREATED) {
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
        TokenText text = format.create(user.id());
        return new Drafted(
                text,
                new Token(
                        user.id(), TokenDigest.of(text), 0, now, expiry, null, new Token.Client("test", "192.0.2.1")));
    }

    public Optional<TokenText> logIn(User seen) {
        Drafted drafted = draft(seen);
        return open(seen, drafted, null) == Opened.OPENED ? Optional.of(drafted.text()) : Optional.empty();
    }

    public Opened open(User seen, Drafted drafted, @Nullable Limit limit) {
        return tokens.open(seen, drafted.token(), null, limit);
    }

    public static Limit limit(int most, LimitPolicy policy) {
        return new Limit(most, policy);
    }

    public Principal check(TokenText token) throws AuthenticationException {
        return authenticator.authenticate("Token " + token.reveal());
    }

    public boolean isLive(TokenText token) {
        try {
            check(token);
            return true;
        } catch (AuthenticationException e) {
            return false;
        }
    }

    public String refusal(String header) {
        try {
            authenticator.authenticate(header);
            return "let in";
        } catch (AuthenticationException e) {
            return e.detail();
        }
    }

    public List<Token> live(User user) {
        User current = reload(user);
        return tokens.list(user.id()).stream()
                .filter(token -> current.active() && current.admits(token) && !token.isExpired(now))
                .toList();
    }

    public record Drafted(TokenText text, Token token) {}

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
