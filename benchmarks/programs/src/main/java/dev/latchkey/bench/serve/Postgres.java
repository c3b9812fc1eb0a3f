package dev.latchkey.bench.serve;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL of its own with a fresh cluster; it will not run as root, so that root runs it as the user postgres. */
public final class Postgres implements AutoCloseable {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final ServerProcess server;
    private final int port;

    private Postgres(ServerProcess server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Makes a cluster in a temporary folder and starts it. */
    public static Postgres start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("latchkey-postgres");
        List<String> prefix = List.of();
        if ("root".equals(System.getProperty("user.name"))) {
            prefix = List.of("runuser", "-u", "postgres", "--");
            run(List.of("chown", "postgres", folder.toString()));
        }
        Path programs = programs();
        run(with(
                prefix,
                programs.resolve("initdb").toString(),
                "-A",
                "trust",
                "-U",
                "postgres",
                "-D",
                folder + "/data"));
        int port = ServerProcess.freePort();
        List<String> command = with(
                prefix,
                programs.resolve("postgres").toString(),
                "-D",
                folder + "/data",
                "-p",
                Integer.toString(port),
                "-k",
                folder.toString(),
                "-h",
                "127.0.0.1");
        return new Postgres(ServerProcess.start(command, Map.of(), new File("/"), port), port);
    }

    /** Returns the port it listens on. */
    public int port() {
        return port;
    }

    /** Returns the processor time that it has taken so far, in seconds. */
    public double cpuSeconds() {
        return server.cpuSeconds();
    }

    private static Path programs() throws IOException {
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.sorted()
                    .reduce((one, other) -> other)
                    .orElseThrow(() -> new IOException("there is no PostgreSQL in " + DEBIAN))
                    .resolve("bin");
        }
    }

    private static List<String> with(List<String> prefix, String... words) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(words));
        return command;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
