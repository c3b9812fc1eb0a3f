package dev.latchkey.function.relay;

import com.amazonaws.services.lambda.runtime.Context;
import dev.latchkey.config.Environment;
import dev.latchkey.relay.Relay;
import dev.latchkey.relay.UntoldException;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.telemetry.Invocation;
import dev.latchkey.telemetry.Outcome;
import dev.latchkey.telemetry.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Tells of one event after another, and logs what became of them. */
final class RelayFunction {
    /** With less time than that no event is begun: one whose end is not seen counts as a mail that may have been sent. */
    private static final int LEAST_MILLIS = 25_000;

    /** Ids of events are hexadecimal. */
    private static final String NO_EVENT = "none";

    private final Relay relay;
    private final Telemetry telemetry;
    private final String name;

    RelayFunction(Environment environment, String name) {
        this.relay = RelayUseCases.relay(environment);
        this.telemetry = new Telemetry(environment);
        this.name = name;
    }

    /** Returns the ids of events that happened some time ago and still wait. */
    List<String> waiting(Duration age, int most) {
        return relay.waiting(age, most);
    }

    /** Returns what is done before a snapshot: it looks for an event that is not there. Nobody waits for this function, so no more. */
    Priming.Path rehearsal() {
        AtomicBoolean isWithoutTables = new AtomicBoolean();
        return () -> {
            if (isWithoutTables.get()) {
                return;
            }
            try {
                relay.tell(NO_EVENT);
            } catch (StoreUnavailableException e) {
                isWithoutTables.set(true);
            }
        };
    }

    /** Tells of events, and returns the ids of those that could not be told. */
    List<String> tell(List<String> eventIds, Context context) {
        Invocation invocation = telemetry.begin(context);
        invocation.background(name);
        List<String> failed = new ArrayList<>();
        int sent = 0;
        int held = 0;
        @Nullable RuntimeException last = null;
        for (String id : eventIds) {
            try {
                if (context.getRemainingTimeInMillis() < LEAST_MILLIS) {
                    failed.add(id);
                    continue;
                }
                Relay.Report report = relay.tell(id);
                sent += report.sent();
                held += report.held();
            } catch (UntoldException | StoreUnavailableException | ContentionException | IllegalArgumentException e) {
                failed.add(id);
                last = e;
            }
        }
        if (last != null) {
            invocation.failed(last);
        }
        invocation.events(eventIds.size(), sent, held, failed.size());
        invocation.end(last == null ? Outcome.OK : Outcome.UNAVAILABLE);
        return failed;
    }
}
