package dev.latchkey.function.relay;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.json.Json;
import dev.latchkey.snapstart.Priming;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs by the clock and tells of events that were left: a stream forgets after 24 hours, and Lambda after so many tries, but a mail
 * service may be down for longer than that. Then it deletes users who asked for it, when their time of grace is over, and takes second factors
 * away that an operator was asked to, when nobody has called it off.
 */
public final class KeeperHandler implements RequestStreamHandler {
    /** The stream's own tries come first. */
    private static final Duration AGE = Duration.ofMinutes(10);

    private static final int MOST = 200;

    private final RelayFunction function;
    private final PurgeFunction purge;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public KeeperHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public KeeperHandler(Environment environment) {
        function = new RelayFunction(environment, "keeper");
        purge = new PurgeFunction(environment);
        priming = Priming.beforeSnapshot(environment, () -> function.rehearsal());
    }

    /** Returns what runs before a snapshot is taken. */
    public Priming priming() {
        return priming;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        List<String> left = function.waiting(AGE, MOST);
        List<String> failed = function.tell(left, context);
        int deleted = purge.purge(context);
        int reset = purge.resetFactors(context);
        Json.write(
                Map.of("told", left.size() - failed.size(), "left", failed.size(), "deleted", deleted, "reset", reset),
                output);
    }
}
