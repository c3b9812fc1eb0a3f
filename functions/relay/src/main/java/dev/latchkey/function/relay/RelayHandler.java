package dev.latchkey.function.relay;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.json.Json;
import dev.latchkey.snapstart.Priming;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads new events from the stream and tells of them. It answers which of them it could not tell, so that Lambda brings those again and
 * no others.
 */
public final class RelayHandler implements RequestStreamHandler {
    private final RelayFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public RelayHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public RelayHandler(Environment environment) {
        function = new RelayFunction(environment, "relay");
        priming = Priming.beforeSnapshot(environment, () -> function.rehearsal());
    }

    /** Returns what runs before a snapshot is taken. */
    public Priming priming() {
        return priming;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        List<StreamEvent.Entry> entries = StreamEvent.read(input).records();
        List<String> failed =
                function.tell(entries.stream().map(StreamEvent.Entry::eventId).toList(), context);
        List<Map<String, String>> failures = new ArrayList<>();
        for (StreamEvent.Entry entry : entries) {
            if (failed.contains(entry.eventId())) {
                failures.add(Map.of("itemIdentifier", entry.sequenceNumber()));
            }
        }
        Json.write(Map.of("batchItemFailures", failures), output);
    }
}
