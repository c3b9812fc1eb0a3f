package dev.latchkey.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes the cache of one function with the JVM that is going to use it, which is the one that runs this.
 *
 * <p>The function runs under Lambda's runtime, between stand-ins for the Runtime API and for DynamoDB; when it ends, its JVM
 * writes down the classes that it loaded. Then the JVM is started once more, told to insist on the cache: what does not work
 * here fails the build of the image, not a cold start.
 */
public final class CacheMaker {
    private static final int ROUNDS = 5;
    private static final int PATIENCE_SECONDS = 60;

    private final Path bootstrap;
    private final CacheKind kind = CacheKind.of(Runtime.version().feature());

    private CacheMaker(Path bootstrap) {
        this.bootstrap = bootstrap.toAbsolutePath();
    }

    /**
     * Writes {@code function.cache} and {@code function.cache.kind} beside the bootstrap script.
     *
     * @param args the bootstrap script, the handler, and a file with an event that the function answers
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 3) {
            System.err.println("usage: cache-maker BOOTSTRAP HANDLER EVENT_FILE");
            System.exit(2);
        }
        Path cache = new CacheMaker(Path.of(args[0])).make(args[1], Files.readAllBytes(Path.of(args[2])));
        System.out.println(cache + ": " + Files.size(cache) / 1024 + " KiB");
    }

    private Path make(String handler, byte[] event) throws IOException, InterruptedException {
        Path cache = bootstrap.resolveSibling("function.cache");
        Path log = bootstrap.resolveSibling("training.log");
        Files.deleteIfExists(cache);
        try (DynamoDbStandIn tables = new DynamoDbStandIn()) {
            Map<String, String> variables = Map.of(
                    "AWS_ENDPOINT_URL_DYNAMODB", tables.endpoint(), "USERS_TABLE", "users", "TOKENS_TABLE", "tokens");
            new Training(command(kind.makeFlag(cache)), handler, variables, () -> event, ROUNDS).run(log);
        }
        if (!Files.exists(cache)) {
            throw new IOException("the JVM wrote no cache:\n" + Files.readString(log));
        }
        Files.delete(log);
        prove(command(kind.useFlag(cache), kind.insistFlag()));
        long jar = Files.size(bootstrap.resolveSibling("function.jar"));
        Files.writeString(
                bootstrap.resolveSibling("function.cache.kind"), kind + " " + Files.size(cache) + " " + jar + "\n");
        return cache;
    }

    /** Returns the start of a command as the bootstrap script will have it. */
    private List<String> command(String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(ask("--flags").split("\\s+", -1)));
        command.addAll(Arrays.asList(flags));
        command.add("-cp");
        command.add(ask("--class-path"));
        return command;
    }

    private String ask(String question) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(bootstrap.toString(), question)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(bootstrap + " " + question + " ended with " + process.exitValue());
        }
        return answer;
    }

    /** Starts the JVM with the class path, but only to print its version: by then it has opened the cache or failed. */
    private static void prove(List<String> command) throws IOException, InterruptedException {
        List<String> full = new ArrayList<>(command);
        full.add("-version");
        Process process = new ProcessBuilder(full)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("the JVM refuses the cache that it made");
        }
    }
}
