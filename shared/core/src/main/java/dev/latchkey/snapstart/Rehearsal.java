package dev.latchkey.snapstart;

import com.amazonaws.services.lambda.runtime.Context;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Tables;
import dev.latchkey.config.TokenSettings;
import dev.latchkey.store.RehearsedDynamoDb;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.token.Token;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.User;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function that stands behind a token, run in two ways: on its own tables, where it finds nobody, and on a {@link
 * RehearsedDynamoDb}, where the session is there and everything succeeds. The one opens connections, the other takes the path that
 * real requests take. Neither writes, and neither makes anything random.
 */
public final class Rehearsal implements Priming.Path {
    private static final Duration LIFE = Duration.ofHours(10);

    /** It takes no network, and so little time that the JVM may see it more often in each round. */
    private static final int TIMES_ON_STAGE = 10;

    /** Serves one invocation; without a context it is not told of. */
    @FunctionalInterface
    public interface Served {
        /** Reads an event and writes the answer. */
        void serve(InputStream event, OutputStream answer, @Nullable Context context) throws IOException;
    }

    private final Environment environment;
    private final Served onTables;
    private final Function<Environment, Served> function;
    private final Supplier<InputStream> events;
    private @Nullable Served onStage;
    private boolean isWithoutTables;

    /**
     * Prepares a rehearsal.
     *
     * @param environment what the function was made on
     * @param onTables the function, on its own tables
     * @param function makes another one on an environment
     * @param events makes what it is asked
     */
    public Rehearsal(
            Environment environment,
            Served onTables,
            Function<Environment, Served> function,
            Supplier<InputStream> events) {
        this.environment = environment;
        this.onTables = onTables;
        this.function = function;
        this.events = events;
    }

    @Override
    public void run() throws IOException {
        if (onStage == null) {
            onStage = function.apply(stage(environment));
        }
        for (int time = 0; time < TIMES_ON_STAGE; time++) {
            onStage.serve(events.get(), SampleEvents.nowhere(), null);
        }
        serveOnTables();
    }

    /** Without its tables a function still rehearses; what they take to fail is not waited for again. */
    private void serveOnTables() throws IOException {
        if (isWithoutTables) {
            return;
        }
        try {
            onTables.serve(events.get(), SampleEvents.nowhere(), null);
        } catch (StoreUnavailableException e) {
            isWithoutTables = true;
        }
    }

    /** Returns an environment of the same settings where nobody's session, the one of {@link SampleEvents}, is there and lasts. */
    public static Environment stage(Environment environment) {
        Instant now = environment.now();
        TokenText text = SampleEvents.nobodysToken(TokenSettings.from(environment.variables()));
        User user = User.registered(SampleEvents.NOBODY, "nobody", "nobody@example.com", null, now);
        Token session = new Token(
                user.id(),
                TokenDigest.of(text),
                user.generation(),
                now,
                now.plus(LIFE),
                null,
                new Token.Client("priming", "192.0.2.1"));
        return environment.with(RehearsedDynamoDb.client(Tables.from(environment.variables()), user, session));
    }
}
