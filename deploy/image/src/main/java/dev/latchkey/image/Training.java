package dev.latchkey.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One run of a function under Lambda's runtime, at the end of which the JVM writes its cache.
 *
 * @param command the java command with all flags and the class path, without the main class
 * @param handler the handler, as Lambda's {@code _HANDLER}
 * @param variables environment variables beside those that Lambda sets
 * @param event makes what the function is asked
 * @param rounds how often
 */
public record Training(
        List<String> command, String handler, Map<String, String> variables, Supplier<byte[]> event, int rounds) {
    /** The main class of Lambda's Java runtime interface client. */
    public static final String RUNTIME = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private static final int PATIENCE_SECONDS = 120;

    /**
     * Runs it to the end.
     *
     * @param log where the function's output goes
     * @throws IOException if the function gave an error, or no answer
     */
    public void run(Path log) throws IOException, InterruptedException {
        try (RuntimeApi api = new RuntimeApi()) {
            Process process = start(api, log);
            try {
                for (int round = 0; round < rounds; round++) {
                    api.send(event.get());
                    if (api.await(PATIENCE_SECONDS).error()) {
                        throw new IOException("the function failed in training; see " + log);
                    }
                }
                process.destroy();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("the JVM did not finish writing its cache; see " + log);
                }
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private Process start(RuntimeApi api, Path log) throws IOException {
        List<String> full = new ArrayList<>(command);
        full.add(RUNTIME);
        full.add(handler);
        ProcessBuilder builder =
                new ProcessBuilder(full).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(LambdaVariables.of(handler, api.address()));
        environment.putAll(variables);
        return builder.start();
    }
}
