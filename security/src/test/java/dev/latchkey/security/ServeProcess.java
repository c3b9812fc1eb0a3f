package dev.latchkey.security;

import dev.latchkey.fixtures.TestTables;
import dev.latchkey.local.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The process that {@code ./latchkey serve} becomes, on free ports. */
public final class ServeProcess implements AutoCloseable {
    private static final String READY = "Latchkey is listening on ";
    private static final long START_SECONDS = 120;

    private final Process process;
    private final CompletableFuture<URI> url = new CompletableFuture<>();

    private ServeProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it, and returns once it answers requests.
     *
     * @param settings environment variables
     * @param options more options of {@code serve}
     */
    public static ServeProcess start(Map<String, String> settings, String... options) throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        List<String> command = new ArrayList<>(List.of(
                java,
                "-Dlatchkey.home=" + TestTables.template().getParent(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--port",
                "0",
                "--dynamodb-port",
                "0"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(settings);
        ServeProcess serve = new ServeProcess(builder.start());
        Thread reader = new Thread(serve::read, "serve");
        reader.setDaemon(true);
        reader.start();
        serve.url.get(START_SECONDS, TimeUnit.SECONDS);
        return serve;
    }

    private void read() {
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    url.complete(URI.create(line.substring(READY.length())));
                } else if (!url.isDone()) {
                    said.append(line).append('\n');
                }
            }
            url.completeExceptionally(new IllegalStateException("it ended: " + said));
        } catch (IOException e) {
            url.completeExceptionally(new UncheckedIOException(e));
        }
    }

    /** Returns where the API listens. */
    public URI url() {
        return url.join();
    }

    /** Ends it with SIGKILL, so that nothing of it runs any more. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
