package dev.latchkey.local.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.template.FunctionDefinition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A function that answers what it is told to, and remembers what it was asked. */
public final class FunctionFake {
    private final LocalFunction function;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile String answer;
    private volatile @Nullable RuntimeException failure;

    /** Builds a function of a name, with its answer. */
    public FunctionFake(String name, String answer) {
        this.answer = answer;
        this.function = new LocalFunction(
                new FunctionDefinition(name, "code", "Handler", Map.of(), 128, 10),
                (input, output, context) -> {
                    events.add(new String(input.readAllBytes(), UTF_8));
                    RuntimeException failing = failure;
                    if (failing != null) {
                        throw failing;
                    }
                    output.write(this.answer.getBytes(UTF_8));
                },
                new Semaphore(1),
                line -> {});
    }

    /** Returns the function, to be put behind a gateway. */
    public LocalFunction function() {
        return function;
    }

    /** Has it answer something else from now on. */
    public void answers(String json) {
        answer = json;
        failure = null;
    }

    /** Has it throw from now on. */
    public void fails(RuntimeException exception) {
        failure = exception;
    }

    /** Returns the events that it was called with. */
    public List<String> events() {
        return events;
    }
}
