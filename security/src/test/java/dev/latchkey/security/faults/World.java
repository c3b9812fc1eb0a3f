package dev.latchkey.security.faults;

import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.operator.AccountImport;
import dev.latchkey.security.Api;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** A user with two sessions that are used, and undisturbed ways to look at them. */
final class World {
    static final String PASSWORD = "Correct-Horse-9!";
    static final String OTHER_PASSWORD = "Tuesday-Kettle-5";

    private final Environment environment;
    private final Api direct;
    private final Api limited;
    private final Api refreshing;
    private final String name;
    private final String token;
    private final String otherToken;
    private final String otherKey;
    private final int sessionsBefore;
    private String broughtToken = "";

    /**
     * Registers the user.
     *
     * @param environment reaches DynamoDB without disturbance
     * @param direct does so too
     * @param limited is disturbed, and lets a user have two sessions
     * @param refreshing is disturbed, and moves the expiry at every check
     */
    World(Environment environment, Api direct, Api limited, Api refreshing, String name) {
        this.environment = environment;
        this.direct = direct;
        this.limited = limited;
        this.refreshing = refreshing;
        this.name = name;
        direct.register(name, PASSWORD);
        direct.logoutAll(direct.login(name, PASSWORD).token());
        this.token = direct.login(name, PASSWORD).token();
        List<String> first = Api.keys(direct.sessions(token));
        this.otherToken = direct.login(name, PASSWORD).token();
        this.otherKey = Api.keys(direct.sessions(token)).stream()
                .filter(key -> !first.contains(key))
                .findFirst()
                .orElseThrow();
        this.sessionsBefore = liveSessions();
    }

    /** Makes each kind of request once. */
    void use(Api api) {
        api.user(token);
        api.sessions(token);
        api.endSession(token, otherKey);
        api.changePassword(token, PASSWORD, PASSWORD);
        api.logout(token);
        api.logoutAll(api.login(name, PASSWORD).token());
        api.register(otherName(), PASSWORD);
    }

    Api direct() {
        return direct;
    }

    Api limited() {
        return limited;
    }

    Api refreshing() {
        return refreshing;
    }

    String name() {
        return name;
    }

    String otherName() {
        return name + ".new";
    }

    String token() {
        return token;
    }

    String otherToken() {
        return otherToken;
    }

    String otherKey() {
        return otherKey;
    }

    /** Brings another user with one session from Knox. */
    void bringSession() {
        long id = new SecureRandom().nextLong(1, 1L << 40);
        Instant now = environment.now();
        String broughtName = name + ".brought";
        User user = User.imported(id, broughtName, "", new PasswordHash("!"), true, now, null);
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        broughtToken = HexFormat.of().formatHex(random);
        TokenDigest digest = TokenDigest.sha512(broughtToken.getBytes(StandardCharsets.US_ASCII));
        Instant expiry = now.plus(Duration.ofHours(1));
        AccountImport accounts = new AccountImport(environment);
        accounts.put(user, UsernameRule.uniquenessKey(broughtName));
        accounts.put(new Session(id, digest, User.IMPORTED_GENERATION, now, expiry, null, Session.Client.UNKNOWN));
    }

    String broughtToken() {
        return broughtToken;
    }

    boolean isLive(String anyToken) {
        return direct.user(anyToken).status() == 200;
    }

    /** Returns how many live sessions there were at first: two, but for logins that were tried again on a busy machine. */
    int sessionsBefore() {
        return sessionsBefore;
    }

    int liveSessions() {
        User user = new DynamoDbUserStore(environment).findByName(name).orElseThrow();
        SessionPolicy policy = new SessionPolicy(TokenSettings.from(environment.variables()));
        return (int) new DynamoDbSessionStore(environment)
                .list(user.id()).stream()
                        .filter(session -> policy.isLive(user, session, environment.now()))
                        .count();
    }
}
