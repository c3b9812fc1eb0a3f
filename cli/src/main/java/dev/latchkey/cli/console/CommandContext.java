package dev.latchkey.cli.console;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * What a command is run from.
 *
 * @param variables the environment's variables
 * @param terminal who may be asked
 * @param clock what tells the time
 */
public record CommandContext(Map<String, String> variables, Terminal terminal, Clock clock) {
    /** Copies the variables. */
    public CommandContext {
        variables = Map.copyOf(variables);
    }

    /** Returns the shell that this process was started from. */
    public static CommandContext ofProcess() {
        return new CommandContext(System.getenv(), new SystemTerminal(), Clock.systemUTC());
    }

    /** Returns the time, to the microsecond. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
