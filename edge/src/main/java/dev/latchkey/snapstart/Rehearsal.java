package dev.latchkey.snapstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import dev.latchkey.store.StoreUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every function does before a snapshot: it answers a sample event on a stage, and reaches for its tables.
 *
 * <p>On the stage, which is another instance of the function, everything is there and succeeds, so that the path is the one that
 * real requests take, to the write and back. Nothing is stored, and nothing is random. Reaching for the tables opens connections; it
 * writes nothing, and where there are no tables the rehearsal goes on without them.
 */
public final class Rehearsal implements Priming.Path {
    /** How often a function that hashes nothing answers in a round: so little time that the JVM may see it more often. */
    public static final int TIMES_WITHOUT_HASH = 10;

    private final Supplier<Served> stage;
    private final Supplier<InputStream> events;
    private final String success;
    private final int times;
    private final Runnable reachForTables;
    private @Nullable Served onStage;
    private boolean isWithoutTables;

    /** Serves one invocation; without a context nothing is logged. */
    @FunctionalInterface
    public interface Served {
        /** Reads an event and writes the answer. */
        void serve(InputStream event, OutputStream answer, @Nullable Context context) throws IOException;
    }

    /**
     * Prepares a rehearsal.
     *
     * @param stage makes the function that answers on the stage
     * @param events makes the sample event
     * @param success what the answer to it contains if all is well
     * @param times how often the event is answered in each round
     * @param reachForTables makes a call to the function's own tables that writes nothing; it may throw {@link
     *     StoreUnavailableException}
     */
    public Rehearsal(
            Supplier<Served> stage, Supplier<InputStream> events, String success, int times, Runnable reachForTables) {
        this.stage = stage;
        this.events = events;
        this.success = success;
        this.times = times;
        this.reachForTables = reachForTables;
    }

    /**
     * Runs one round.
     *
     * @throws IllegalStateException if the answer is not the one that real requests get: the wrong path would be primed
     */
    @Override
    public void run() throws IOException {
        if (onStage == null) {
            onStage = stage.get();
        }
        for (int time = 0; time < times; time++) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            onStage.serve(events.get(), answer, null);
            String text = answer.toString(UTF_8);
            if (!text.contains(success)) {
                throw new IllegalStateException("the rehearsal was answered " + text);
            }
        }
        reachForTables();
    }

    /** What the tables take to fail is not waited for again. */
    private void reachForTables() {
        if (isWithoutTables) {
            return;
        }
        try {
            reachForTables.run();
        } catch (StoreUnavailableException e) {
            isWithoutTables = true;
        }
    }
}
