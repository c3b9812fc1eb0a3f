package dev.latchkey.local;

import dev.latchkey.local.gateway.RequestLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How to run a stack locally.
 *
 * @param template the template
 * @param host the address that the API listens on
 * @param port the port that the API listens on; 0 for any free one
 * @param dynamoDbPort the port that DynamoDB listens on, on this machine only; 0 for any free one
 * @param dataFolder where the data is kept; nothing for in memory
 * @param variables settings by the names of the functions' environment variables
 * @param parameters values of the template's parameters by name; they win over settings
 * @param pages whether to show pages beside the API, at paths that an API Gateway would not know
 * @param requestLog takes each request that was answered
 * @param log takes each line that a function logs, and what the gateway has to say about functions
 * @param clock tells the functions the time
 */
public record ServerOptions(
        Path template,
        String host,
        int port,
        int dynamoDbPort,
        Optional<Path> dataFolder,
        Map<String, String> variables,
        Map<String, String> parameters,
        boolean pages,
        RequestLog requestLog,
        Consumer<String> log,
        Clock clock) {
    /** Copies the maps. */
    public ServerOptions {
        variables = Map.copyOf(variables);
        parameters = Map.copyOf(parameters);
    }

    /** Returns options for tests: in memory, on free ports of the loopback address, with nothing logged. */
    public static ServerOptions inMemory(Path template) {
        return new ServerOptions(
                template,
                "127.0.0.1",
                0,
                0,
                Optional.empty(),
                Map.of(),
                Map.of(),
                false,
                (method, path, status, millis, requestId) -> {},
                line -> {},
                Clock.systemUTC());
    }

    /** Returns these options with other settings. */
    public ServerOptions withVariables(Map<String, String> others) {
        return new ServerOptions(
                template, host, port, dynamoDbPort, dataFolder, others, parameters, pages, requestLog, log, clock);
    }

    /** Returns these options with other values of parameters. */
    public ServerOptions withParameters(Map<String, String> others) {
        return new ServerOptions(
                template, host, port, dynamoDbPort, dataFolder, variables, others, pages, requestLog, log, clock);
    }

    /** Returns these options with another port of the API. */
    public ServerOptions withPort(int other) {
        return new ServerOptions(
                template, host, other, dynamoDbPort, dataFolder, variables, parameters, pages, requestLog, log, clock);
    }

    /** Returns these options with pages beside the API. */
    public ServerOptions withPages() {
        return new ServerOptions(
                template, host, port, dynamoDbPort, dataFolder, variables, parameters, true, requestLog, log, clock);
    }

    /** Returns these options with other receivers of what is logged. */
    public ServerOptions withLogs(RequestLog requests, Consumer<String> lines) {
        return new ServerOptions(
                template, host, port, dynamoDbPort, dataFolder, variables, parameters, pages, requests, lines, clock);
    }

    /** Returns these options with another clock for the functions; the gateway keeps the system's. */
    public ServerOptions withClock(Clock other) {
        return new ServerOptions(
                template, host, port, dynamoDbPort, dataFolder, variables, parameters, pages, requestLog, log, other);
    }
}
