package dev.latchkey.local.admin;

import dev.latchkey.config.Environment;
import dev.latchkey.operator.AccountAdmin;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.UserStore;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.util.Optional;

/** The tables that a command works on. */
public final class Stores implements AutoCloseable {
    private static final String ID = "id:";

    private final Environment environment;
    private final String place;

    Stores(Environment environment, String place) {
        this.environment = environment;
        this.place = place;
    }

    /** Returns the environment of the tables: their names and the client. */
    public Environment environment() {
        return environment;
    }

    /** Names the tables' place to a person. */
    public String place() {
        return place;
    }

    UserStore users() {
        return new DynamoDbUserStore(environment);
    }

    SessionStore tokens() {
        return new DynamoDbSessionStore(environment);
    }

    AccountAdmin admin() {
        return new AccountAdmin(environment);
    }

    /**
     * Finds the user that a command names.
     *
     * @param named a user name, or {@code id:} and a number
     * @throws CommandException if there is none
     */
    User user(String named) {
        return find(named)
                .orElseThrow(() ->
                        CommandException.refused("There is no user " + Visible.text(named) + " in " + place + "."));
    }

    private Optional<User> find(String named) {
        return named.startsWith(ID)
                ? users().find(id(named))
                : users().findByName(UsernameRule.uniquenessKey(UsernameRule.normalize(named)));
    }

    /** Reads {@code id:42}; no user name can have a colon. */
    static long id(String named) {
        try {
            return Long.parseLong(named.substring(ID.length()));
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw CommandException.misused(
                    "After id: a whole number is expected, not \"" + Visible.text(named) + "\".");
        }
    }

    @Override
    public void close() {
        environment.dynamoDb().close();
    }
}
