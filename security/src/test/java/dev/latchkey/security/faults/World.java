package dev.latchkey.security.faults;

import dev.latchkey.config.Environment;
import dev.latchkey.security.Api;
import dev.latchkey.store.DynamoDbTokenStore;
import dev.latchkey.store.DynamoDbUserStore;
import dev.latchkey.user.User;
import java.util.List;

/** A user with two sessions that are used, and undisturbed ways to look at them. */
final class World {
    static final String PASSWORD = "Correct-Horse-9!";
    static final String OTHER_PASSWORD = "Tuesday-Kettle-5";

    private final Environment environment;
    private final Api direct;
    private final Api limited;
    private final String name;
    private final String token;
    private final String otherToken;
    private final String otherKey;
    private final int sessionsBefore;

    /**
     * Registers the user.
     *
     * @param environment reaches DynamoDB without disturbance
     * @param direct does so too
     * @param limited is disturbed, and lets a user have two sessions
     */
    World(Environment environment, Api direct, Api limited, String name) {
        this.environment = environment;
        this.direct = direct;
        this.limited = limited;
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
    void useAll() {
        direct.user(token);
        direct.sessions(token);
        direct.endSession(token, otherKey);
        direct.changePassword(token, OTHER_PASSWORD, PASSWORD);
        direct.logout(token);
    }

    Api direct() {
        return direct;
    }

    Api limited() {
        return limited;
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

    boolean isLive(String anyToken) {
        return direct.user(anyToken).status() == 200;
    }

    /** Returns how many live sessions there were at first: two, but for logins that were tried again on a busy machine. */
    int sessionsBefore() {
        return sessionsBefore;
    }

    int liveSessions() {
        User user = new DynamoDbUserStore(environment).findByName(name).orElseThrow();
        return (int) new DynamoDbTokenStore(environment)
                .list(user.id()).stream()
                        .filter(session ->
                                user.active() && user.admits(session) && !session.isExpired(environment.now()))
                        .count();
    }
}
