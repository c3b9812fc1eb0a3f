package dev.latchkey.config;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a function gets from the place it runs in: its variables, a clock, a source of random numbers, and resources such as a
 * client of DynamoDB.
 *
 * <p>On Lambda that is the process ({@link #ofProcess()}). The local server and the tests build their own, so that several
 * differently configured instances can live in one JVM. A resource is made when it is first needed: a client of AWS is most of a
 * cold start, and a function that needs none loads none of its classes.
 */
public final class Environment {
    private final Map<String, String> variables;
    private final Clock clock;
    private final Randomness randomness;
    private final Map<Class<?>, Object> resources;
    private final List<Runnable> beforeSnapshot = new ArrayList<>(1);

    /** Builds an environment with the system's clock. */
    public Environment(Map<String, String> variables) {
        this(variables, Clock.systemUTC());
    }

    /**
     * Builds an environment.
     *
     * @param variables environment variables by name
     * @param clock tells the time
     */
    public Environment(Map<String, String> variables, Clock clock) {
        this(Map.copyOf(variables), clock, Randomness.SECURE, Map.of());
    }

    private Environment(
            Map<String, String> variables, Clock clock, Randomness randomness, Map<Class<?>, Object> resources) {
        this.variables = variables;
        this.clock = clock;
        this.randomness = randomness;
        this.resources = new HashMap<>(resources);
    }

    /** Returns what Lambda gave this process. */
    public static Environment ofProcess() {
        return new Environment(System.getenv());
    }

    /** Returns the same environment with a given resource. */
    public synchronized <T> Environment with(Class<T> type, T resource) {
        Environment other = new Environment(variables, clock, randomness, resources);
        other.resources.put(type, resource);
        return other;
    }

    /** Returns the same environment with another source of random numbers. */
    public synchronized Environment with(Randomness otherRandomness) {
        return new Environment(variables, clock, otherRandomness, resources);
    }

    /**
     * Returns a resource, and makes it if this environment has none of the type yet.
     *
     * @param type the resource's type, of which an environment has one at most
     * @param maker makes the resource from the variables
     */
    public synchronized <T> T resource(Class<T> type, Function<Map<String, String>, T> maker) {
        Object existing = resources.get(type);
        if (existing == null) {
            existing = maker.apply(variables);
            resources.put(type, existing);
        }
        return type.cast(existing);
    }

    /** Has something done before a snapshot is taken of this process, such as closing what will not be open after it. */
    public synchronized void beforeSnapshot(Runnable work) {
        beforeSnapshot.add(work);
    }

    /** Does what was to be done before a snapshot is taken. */
    public synchronized void prepareForSnapshot() {
        beforeSnapshot.forEach(Runnable::run);
    }

    /** Returns the variables, to read settings from. */
    public Variables variables() {
        return new Variables(variables);
    }

    /** Returns the source of random numbers. */
    public Randomness randomness() {
        return randomness;
    }

    /** Returns the time, to the microsecond, which is the precision of every stored and shown time. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
