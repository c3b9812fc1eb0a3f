package dev.latchkey.bench.serve;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that was started here, with all the processes that it starts itself. */
public final class ServerProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;
    private static final double MILLIS = 1000;

    private final Process process;

    private ServerProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts a server and returns once something listens on its port.
     *
     * @param variables environment variables beside those of this process
     */
    public static ServerProcess start(List<String> command, Map<String, String> variables, File folder, int port)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile("latchkey-server", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(variables);
        ServerProcess server = new ServerProcess(builder.start());
        for (int second = 0; second < PATIENCE_SECONDS * 10; second++) {
            if (isListening(port)) {
                return server;
            }
            if (!server.process.isAlive()) {
                break;
            }
            Thread.sleep(100);
        }
        server.close();
        throw new IOException("nothing listens on " + port + ":\n" + Files.readString(log));
    }

    /** Returns a port that nothing listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Returns the processor time that its processes have taken so far, in seconds. */
    public double cpuSeconds() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToDouble(handle ->
                        handle.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / MILLIS)
                .sum();
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
