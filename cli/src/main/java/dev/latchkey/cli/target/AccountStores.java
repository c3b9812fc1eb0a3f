package dev.latchkey.cli.target;

import dev.latchkey.account.CreateUser;
import dev.latchkey.account.ResetFactors;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbFactorResetStore;
import dev.latchkey.dynamodb.DynamoDbFactorStore;
import dev.latchkey.dynamodb.DynamoDbKeyStore;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.factor.SecretBox;
import dev.latchkey.key.KeySettings;
import dev.latchkey.operator.AccountAdmin;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.store.KeyStore;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.UserStore;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.util.Optional;
import java.util.function.Supplier;

/** The tables that a command works on. */
public final class AccountStores implements AutoCloseable {
    private static final String ID = "id:";

    private final Environment environment;
    private final String place;
    private final String address;
    private final Supplier<Optional<SecretBox>> secrets;

    /**
     * Builds the stores.
     *
     * @param environment the tables' names and the client, which is closed with the stores
     * @param place the tables' place, as a person would name it
     * @param address the address of DynamoDB, empty for AWS's own
     * @param secrets finds what opens the secrets of second factors, if there is anything
     */
    public AccountStores(Environment environment, String place, String address, Supplier<Optional<SecretBox>> secrets) {
        this.environment = environment;
        this.place = place;
        this.address = address;
        this.secrets = secrets;
    }

    /** Returns the address of DynamoDB, empty for AWS's own. */
    String address() {
        return address;
    }

    /** Returns the environment of the tables: their names and the client. */
    public Environment environment() {
        return environment;
    }

    /** Names the tables' place to a person. */
    public String place() {
        return place;
    }

    /** Returns the users. */
    public UserStore users() {
        return new DynamoDbUserStore(environment);
    }

    /** Returns the sessions. */
    public SessionStore sessions() {
        return new DynamoDbSessionStore(environment);
    }

    /** Returns the rule for whether a session is alive, as far as the environment's settings are known. */
    public SessionPolicy policy() {
        return new SessionPolicy(TokenSettings.from(environment.variables()));
    }

    /** Returns the keys. */
    public KeyStore keys() {
        return new DynamoDbKeyStore(environment);
    }

    /**
     * Returns the settings of keys, which are those of the stack or the local server, unless this process has others.
     *
     * @throws CommandException if there are no keys, or the settings cannot be used
     */
    public KeySettings keySettings() {
        try {
            return KeySettings.from(environment.variables())
                    .orElseThrow(() -> CommandException.refused(
                            "There are no keys in " + place + ": KEY_SCOPES (KeyScopes of a stack) names no scope."));
        } catch (InvalidSettingException e) {
            throw CommandException.misused(String.valueOf(e.getMessage()));
        }
    }

    /** Returns the way in which users are created. */
    public CreateUser createUser() {
        return new CreateUser(users(), environment.randomness(), environment::now);
    }

    /** Returns what only operators do. */
    public AccountAdmin admin() {
        return new AccountAdmin(environment);
    }

    /** Tells whether the stack sends mail, so that somebody hears of what is written for it. */
    public boolean isMailOn() {
        return !environment.variables().text("EVENTS_TABLE", "").isEmpty();
    }

    /** Returns how second factors are taken away. */
    public ResetFactors resetFactors() {
        return new ResetFactors(
                new DynamoDbFactorStore(environment),
                new DynamoDbFactorResetStore(environment),
                OutboxEvents.ofOperators(isMailOn(), environment.randomness()),
                environment::now);
    }

    /**
     * Returns what opens and makes the secrets of second factors; nothing where there is no key.
     *
     * @throws CommandException if a key is named that is not there
     */
    public Optional<SecretBox> secrets() {
        return secrets.get();
    }

    /**
     * Finds the user that a command names.
     *
     * @param named a user name, or {@code id:} and a number
     * @throws CommandException if there is none
     */
    public User user(String named) {
        return find(named)
                .orElseThrow(() -> CommandException.refused(
                        "There is no user " + TerminalSafe.text(named) + " in " + place + "."));
    }

    private Optional<User> find(String named) {
        return named.startsWith(ID)
                ? users().find(id(named))
                : users().findByName(UsernameRule.uniquenessKey(UsernameRule.normalize(named)));
    }

    /**
     * Reads {@code id:42}; no user name can have a colon.
     *
     * @throws CommandException if there is no number
     */
    public static long id(String named) {
        try {
            return Long.parseLong(named.substring(ID.length()));
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw CommandException.misused(
                    "After id: a whole number is expected, not \"" + TerminalSafe.text(named) + "\".");
        }
    }

    @Override
    public void close() {
        DynamoDb.of(environment).close();
    }
}
