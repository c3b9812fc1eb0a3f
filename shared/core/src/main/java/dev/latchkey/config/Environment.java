package dev.latchkey.config;

import dev.latchkey.httpclient.SocketHttpClient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What a function is handed by the place it runs in: its variables, a DynamoDB client and a clock.
 *
 * <p>On Lambda that is the process ({@link #ofProcess()}); the local server and the tests build their own, so that several
 * differently configured instances can live in one JVM.
 */
public final class Environment {
    private final Map<String, String> variables;
    private final Clock clock;
    private final List<Runnable> beforeSnapshot = new ArrayList<>(1);
    private @Nullable DynamoDbClient dynamoDb;

    /** Builds an environment with the system's clock; see {@link #Environment(Map, DynamoDbClient, Clock)}. */
    public Environment(Map<String, String> variables, DynamoDbClient dynamoDb) {
        this(variables, dynamoDb, Clock.systemUTC());
    }

    /**
     * Builds an environment from explicit parts.
     *
     * @param variables environment variables by name
     * @param dynamoDb the client to reach the tables with
     * @param clock what tells the time
     */
    public Environment(Map<String, String> variables, DynamoDbClient dynamoDb, Clock clock) {
        this(variables, clock);
        this.dynamoDb = Objects.requireNonNull(dynamoDb);
    }

    private Environment(Map<String, String> variables, Clock clock) {
        this.variables = Map.copyOf(variables);
        this.clock = Objects.requireNonNull(clock);
    }

    /** Returns what this process was given by Lambda. */
    public static Environment ofProcess() {
        return new Environment(System.getenv(), Clock.systemUTC());
    }

    /** Returns the same environment with another client. */
    public Environment with(DynamoDbClient client) {
        return new Environment(variables, client, clock);
    }

    /** Returns the variables, to read settings from. */
    public Variables variables() {
        return new Variables(variables);
    }

    /** Returns the client to reach the tables with, made when it is first asked for: it is most of a cold start. */
    public synchronized DynamoDbClient dynamoDb() {
        if (dynamoDb == null) {
            SocketHttpClient http = DynamoDb.http().build();
            dynamoDb = DynamoDb.client(variables, http);
            beforeSnapshot(http::closeIdle);
        }
        return dynamoDb;
    }

    /** Has something done before a snapshot is taken of this process, such as closing what will not be open after it. */
    public synchronized void beforeSnapshot(Runnable work) {
        beforeSnapshot.add(work);
    }

    /** Does what was to be done before a snapshot is taken. */
    public synchronized void prepareForSnapshot() {
        beforeSnapshot.forEach(Runnable::run);
    }

    /** Returns the time, to the microsecond, which is the precision of every stored and shown time. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
