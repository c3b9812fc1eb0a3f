package dev.latchkey.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes the cache of one function with the JVM that is going to use it.
 *
 * <p>The function runs under Lambda's runtime, between stand-ins for the Runtime API and for DynamoDB; when it ends, its JVM
 * writes down the classes that it loaded. Then the JVM is started once more, told to insist on the cache: what does not work
 * here fails the build of the image, not a cold start.
 */
public final class CacheMaker {
    private static final int ROUNDS = 5;
    private static final int PATIENCE_SECONDS = 60;

    private CacheMaker() {}

    /**
     * Runs it.
     *
     * @param args java command, class path, handler, event file, cache file, then the JVM's flags
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length < 5) {
            System.err.println("usage: cache-maker JAVA CLASS_PATH HANDLER EVENT_FILE CACHE_FILE [JVM_FLAG ...]");
            System.exit(2);
        }
        Path cache = Path.of(args[4]);
        List<String> flags = Arrays.asList(args).subList(5, args.length);
        CacheKind kind = CacheKind.of(Runtime.version().feature());
        List<String> making = command(args[0], args[1], flags, kind.makeFlag(cache));
        Path log = Path.of(cache + ".log");
        try (DynamoDbStandIn tables = new DynamoDbStandIn()) {
            Map<String, String> variables = Map.of(
                    "AWS_ENDPOINT_URL_DYNAMODB", tables.endpoint(), "USERS_TABLE", "users", "TOKENS_TABLE", "tokens");
            byte[] event = Files.readAllBytes(Path.of(args[3]));
            new Training(making, args[2], variables, () -> event, ROUNDS).run(log);
        }
        prove(command(args[0], args[1], flags, kind.useFlag(cache), kind.insistFlag()));
        Files.delete(log);
        System.out.println(cache + ": " + Files.size(cache) / 1024 + " KiB, " + kind);
    }

    private static List<String> command(String java, String classPath, List<String> flags, String... more) {
        List<String> command = new ArrayList<>();
        command.add(java);
        command.addAll(flags);
        command.addAll(Arrays.asList(more));
        command.add("-cp");
        command.add(classPath);
        return command;
    }

    /** Starts the JVM with the class path, but only to print its version: by then it has opened the cache or failed. */
    private static void prove(List<String> command) throws IOException, InterruptedException {
        List<String> full = new ArrayList<>(command);
        full.add("-version");
        Process process = new ProcessBuilder(full).inheritIO().start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("the JVM refuses the cache that it made");
        }
    }
}
