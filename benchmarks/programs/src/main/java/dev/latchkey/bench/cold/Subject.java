package dev.latchkey.bench.cold;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A function as it is started.
 *
 * @param name how the tables call it
 * @param command the java command with its flags, class path included, up to the main class
 * @param handler the handler, as Lambda's {@code _HANDLER}
 * @param variables environment variables beside those that Lambda sets
 * @param event makes what it is asked
 * @param expected a text that a right answer contains
 */
public record Subject(
        String name,
        List<String> command,
        String handler,
        Map<String, String> variables,
        Supplier<String> event,
        String expected) {
    public Subject {
        command = List.copyOf(command);
        variables = Map.copyOf(variables);
    }
}
