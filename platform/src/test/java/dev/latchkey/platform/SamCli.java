package dev.latchkey.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The AWS SAM CLI, run in the repository's folder. */
final class SamCli {
    private static final Duration START = Duration.ofMinutes(5);
    private static final String[] ENVIRONMENT = {
        "SAM_CLI_TELEMETRY", "0",
        "AWS_DEFAULT_REGION", "eu-central-1",
        "AWS_ACCESS_KEY_ID", "local",
        "AWS_SECRET_ACCESS_KEY", "local",
    };

    private final Programs programs;
    private final String dynamoDb;

    /**
     * Prepares calls.
     *
     * @param logs an empty folder for what the calls write
     * @param dynamoDb the address at which containers reach DynamoDB
     */
    SamCli(Path logs, String dynamoDb) {
        this.programs = new Programs(logs, ENVIRONMENT);
        this.dynamoDb = dynamoDb;
    }

    /** Runs "sam build", with further arguments. */
    void build(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(sam(), "build"));
        command.addAll(List.of(arguments));
        programs.run(command);
    }

    /**
     * Builds a template into a folder, gives its functions more time, since a busy machine takes longer to start a container
     * than Lambda, and returns what was built.
     */
    String build(String template, Path folder) throws IOException, InterruptedException {
        build("-t", template, "-b", folder.toString());
        Path built = folder.resolve("template.yaml");
        String text = Files.readString(built);
        String patient = text.replace("Timeout: 10\n", "Timeout: 60\n");
        if (patient.equals(text)) {
            throw new IllegalStateException("no Timeout of 10 seconds in " + template);
        }
        Files.writeString(built, patient);
        return built.toString();
    }

    /** Invokes a function on an event file and returns its answer, the last line that is printed. */
    byte[] invoke(String template, String function, String event) throws IOException, InterruptedException {
        return invoke(local("invoke", template, function, "-e", "events/" + event + ".json"));
    }

    /** Invokes a function without telling it where DynamoDB is, with further arguments. */
    byte[] invokeWithoutTables(String function, String event, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(sam(), "local", "invoke", "--skip-pull-image", function, "-e", "events/" + event + ".json"));
        command.addAll(List.of(arguments));
        return invoke(command);
    }

    private byte[] invoke(List<String> command) throws IOException, InterruptedException {
        String output = programs.run(command);
        return output.substring(output.lastIndexOf('\n') + 1).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Starts a server, with one container for each function that is called, and returns once it listens.
     *
     * @param what "start-api" or "start-lambda"
     */
    Server start(String what, String template) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = local(what, template, "--port", Integer.toString(port), "--warm-containers", "LAZY");
        Server server = new Server(programs.start(command), port);
        server.awaitListening();
        return server;
    }

    private List<String> local(String what, String template, String... arguments) {
        List<String> command = new ArrayList<>(List.of(sam(), "local", what, "-t", template, "--skip-pull-image"));
        command.addAll(List.of(arguments));
        // This option takes every word after it.
        command.addAll(List.of("--parameter-overrides", "DynamoDbEndpoint=" + dynamoDb));
        return command;
    }

    private static String sam() {
        return System.getProperty("sam.command", "sam");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A server of "sam local" on this machine. */
    static final class Server implements AutoCloseable {
        private final Programs.Running program;
        private final int port;

        private Server(Programs.Running program, int port) {
            this.program = program;
            this.port = port;
        }

        /** Returns its address, without a slash at the end. */
        String url() {
            return "http://127.0.0.1:" + port;
        }

        /** Ends it, and waits until it has removed its containers. */
        @Override
        public void close() throws InterruptedException {
            program.end();
        }

        private void awaitListening() throws IOException, InterruptedException {
            Instant patience = Instant.now().plus(START);
            while (Instant.now().isBefore(patience) && program.isAlive()) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    return;
                } catch (IOException e) {
                    Thread.sleep(250);
                }
            }
            program.end();
            throw new IOException("it does not listen: " + program.log());
        }
    }
}
