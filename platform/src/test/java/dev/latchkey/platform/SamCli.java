package dev.latchkey.platform;

import dev.latchkey.emulator.TestTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The AWS SAM CLI, run in the repository's folder. */
final class SamCli {
    private static final long PATIENCE_MINUTES = 5;

    private final Path logs;
    private final String dynamoDb;

    /**
     * Prepares calls.
     *
     * @param logs a folder for what the calls write
     * @param dynamoDb the address at which containers reach DynamoDB
     */
    SamCli(Path logs, String dynamoDb) {
        this.logs = logs;
        this.dynamoDb = dynamoDb;
    }

    /** Returns the address that this machine has on Docker's bridge. */
    static String bridgeAddress(Path logs) throws IOException, InterruptedException {
        String format = "{{(index .IPAM.Config 0).Gateway}}";
        Process process = builder(logs, "docker", List.of("docker", "network", "inspect", "bridge", "-f", format))
                .start();
        return output(logs, "docker", process);
    }

    /** Invokes a function on an event file and returns its answer, the last line that is printed. */
    byte[] invoke(String function, String event) throws IOException, InterruptedException {
        List<String> command = command("invoke", "template.yaml");
        command.addAll(List.of(function, "-e", "events/" + event + ".json"));
        String output = output(logs, "invoke", builder(logs, "invoke", command).start());
        return output.substring(output.lastIndexOf('\n') + 1).getBytes(StandardCharsets.UTF_8);
    }

    /** Starts an API; the caller ends it. */
    Process startApi(String template, int port) throws IOException {
        List<String> command = command("start-api", template);
        command.addAll(List.of("--port", Integer.toString(port), "--warm-containers", "EAGER"));
        return builder(logs, "start-api", command).start();
    }

    private List<String> command(String what, String template) {
        String sam = System.getProperty("sam.command", "sam");
        return new ArrayList<>(List.of(
                sam,
                "local",
                what,
                "-t",
                template,
                "--skip-pull-image",
                "--parameter-overrides",
                "DynamoDbEndpoint=" + dynamoDb));
    }

    private static ProcessBuilder builder(Path logs, String name, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(TestTables.template().getParent().toFile())
                .redirectOutput(logs.resolve(name + ".out").toFile())
                .redirectError(logs.resolve(name + ".err").toFile());
        builder.environment().put("SAM_CLI_TELEMETRY", "0");
        builder.environment().put("AWS_DEFAULT_REGION", "eu-central-1");
        builder.environment().put("AWS_ACCESS_KEY_ID", "local");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "local");
        return builder;
    }

    private static String output(Path logs, String name, Process process) throws IOException, InterruptedException {
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(Files.readString(logs.resolve(name + ".err")));
        }
        return Files.readString(logs.resolve(name + ".out")).strip();
    }
}
