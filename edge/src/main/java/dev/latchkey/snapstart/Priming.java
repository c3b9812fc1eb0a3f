package dev.latchkey.snapstart;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Variables;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Runs a function's real path before the snapshot is taken, often enough for the JVM to compile what is hot.
 *
 * <p>It writes nothing and survives having no network: it ends after a minute at the latest, of the 130 seconds that Lambda gives it,
 * and a path that throws is not tried again, which {@link #run} reports. See the AWS page "Improving startup performance with Lambda SnapStart", on runtime
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
    private static final int MAX_ROUNDS = 10_000;
    private static final Duration MAX_TIME = Duration.ofSeconds(60);

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
                new Priming(path, variables.integer("PRIMING_ROUNDS", DEFAULT_ROUNDS, 0, MAX_ROUNDS), environment);
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

    /**
     * What a priming came to.
     *
     * @param rounds how many rounds were run to their end
     * @param failure what ended it early, or null
     */
    public record Report(int rounds, @Nullable Exception failure) {}

    /** Runs the rounds, as many as there is time for, and leaves no connection open: after a restore it would only look so. */
    public Report run() {
        Instant end = environment.now().plus(MAX_TIME);
        int done = 0;
        try {
            Path all = path.get();
            for (; done < rounds && environment.now().isBefore(end); done++) {
                all.run();
            }
            return new Report(done, null);
        } catch (Exception e) {
            // Priming only saves time: without it the first call does the same work itself.
            System.err.println("Priming ended early: " + e.getClass().getName());
            return new Report(done, e);
        } finally {
            environment.prepareForSnapshot();
        }
    }
}
