package dev.latchkey.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What a process had the answer for is there after it was killed, and what is there is whole. */
class KillTest {
    private static final int WRITES = 40;
    private static final int ID_LENGTH = 36;

    @TempDir
    private Path folder;

    @RepeatedTest(2)
    void losesNothingThatWasAnswered() throws IOException, InterruptedException {
        Set<String> answered = writeAndKill();

        try (var emulator = DynamoDbEmulator.inFolder(folder, 0);
                DynamoDbClient client = emulator.client()) {
            Set<String> left = ids(client, "Left");
            assertThat(answered).hasSizeGreaterThanOrEqualTo(WRITES);
            assertThat(left).containsAll(answered).isEqualTo(ids(client, "Right"));
            assertThat(left.size()).isBetween(answered.size(), answered.size() + 1);
        }
    }

    private Set<String> writeAndKill() throws IOException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Path output = folder.resolve("answered");
        Process writer = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Writer.class.getName(), folder.toString())
                .redirectError(Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        while (writer.isAlive() && answered(output).size() < WRITES) {
            Thread.sleep(20);
        }
        writer.destroyForcibly().waitFor();
        return answered(output);
    }

    private static Set<String> answered(Path output) throws IOException {
        return Files.readString(output, StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.length() == ID_LENGTH)
                .collect(Collectors.toSet());
    }

    private static Set<String> ids(DynamoDbClient client, String table) {
        return client.scanPaginator(request -> request.tableName(table)).items().stream()
                .map(item -> Objects.requireNonNull(item.get("pk")).s())
                .collect(Collectors.toSet());
    }
}
