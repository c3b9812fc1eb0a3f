package dev.latchkey.snapstart;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Variables;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Runs a function's real path before the snapshot is taken, often enough for the JVM to compile what is hot.
 *
 * <p>It writes nothing and survives having no network: it ends after a minute at the latest, of the 130 seconds that Lambda gives it,
 * and a path that throws is not tried again. See the AWS page "Improving startup performance with Lambda SnapStart", on runtime
 * hooks.
 */
public final class Priming implements Resource {
    /** Runs one round. */
    @FunctionalInterface
    public interface Path {
        /** Runs the path once; what it throws ends the priming, and nothing else. */
        void run() throws Exception;
    }

    private static final String INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";
    private static final String SNAP_START = "snap-start";
    private static final int DEFAULT_ROUNDS = 60;
    private static final int MOST_ROUNDS = 10_000;
    private static final Duration MOST_TIME = Duration.ofSeconds(60);

    private final Supplier<Path> path;
    private final int rounds;
    private final Environment environment;

    private Priming(Supplier<Path> path, int rounds, Environment environment) {
        this.path = path;
        this.rounds = rounds;
        this.environment = environment;
    }

    /**
     * Has a path run before the snapshot, {@code PRIMING_ROUNDS} times.
     *
     * <p>Without SnapStart nothing is registered, and neither the path nor CRaC's classes are loaded. The caller keeps the result
     * in a field, since CRaC refers to it weakly.
     *
     * @param path makes the path, when it is run
     */
    public static Priming beforeSnapshot(Environment environment, Supplier<Path> path) {
        Variables variables = environment.variables();
        Priming priming =
                new Priming(path, variables.integer("PRIMING_ROUNDS", DEFAULT_ROUNDS, 0, MOST_ROUNDS), environment);
        if (variables.text(INITIALIZATION_TYPE, "").equals(SNAP_START)) {
            Core.getGlobalContext().register(priming);
        }
        return priming;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        run();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // Nothing to undo: no connection, random value or time is kept from before.
    }

    /** Runs the rounds, as many as there is time for, and leaves no connection open: after a restore it would only look so. */
    public void run() {
        Instant end = environment.now().plus(MOST_TIME);
        try {
            Path all = path.get();
            for (int round = 0; round < rounds && environment.now().isBefore(end); round++) {
                all.run();
            }
        } catch (Exception e) {
            // Priming only saves time: without it the first call does the same work itself.
            System.err.println("Priming ended early: " + e.getClass().getName());
        } finally {
            environment.prepareForSnapshot();
        }
    }
}
