package dev.latchkey.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.template.Stack;
import dev.latchkey.template.Template;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbEmulatorTest {
    private static final String TEMPLATE = """
            Resources:
              Things:
                Type: AWS::DynamoDB::Table
                Properties:
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{ AttributeName: pk, AttributeType: %s }]
                  KeySchema: [{ AttributeName: pk, KeyType: HASH }]
            """;

    @TempDir
    private Path folder;

    @Test
    void keepsItsDataInTheFolder() {
        Map<String, AttributeValue> item = Map.of("pk", AttributeValue.fromS("one"));
        try (var emulator = DynamoDbEmulator.inFolder(folder.resolve("data"), 0);
                DynamoDbClient client = emulator.client()) {
            TemplateTables.create(client, stack("S"));
            client.putItem(request -> request.tableName("Things").item(item));
        }
        try (var emulator = DynamoDbEmulator.inFolder(folder.resolve("data"), 0);
                DynamoDbClient client = emulator.client()) {
            TemplateTables.create(client, stack("S"));
            assertThat(client.getItem(request -> request.tableName("Things").key(item))
                            .item())
                    .isEqualTo(item);
        }
    }

    @Test
    void refusesTablesWithOtherKeysThanTheTemplates() {
        try (var emulator = DynamoDbEmulator.inMemory(0);
                DynamoDbClient client = emulator.client()) {
            TemplateTables.create(client, stack("S"));
            assertThatThrownBy(() -> TemplateTables.create(client, stack("N")))
                    .isInstanceOf(EmulatorException.class)
                    .hasMessage("the table Things is there with other keys than the template's:"
                            + " remove it, or use another data folder");
        }
    }

    @Test
    void listensOnTheLoopbackInterfaceOnly() throws IOException {
        try (var emulator = DynamoDbEmulator.inMemory(0)) {
            for (InetAddress address : NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .toList()) {
                assertThatThrownBy(() -> new Socket(address, emulator.port()).close())
                        .isInstanceOf(IOException.class);
            }
            new Socket(InetAddress.getLoopbackAddress(), emulator.port()).close();
        }
    }

    @Test
    void saysWhenItsPortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> DynamoDbEmulator.inMemory(port))
                    .isInstanceOf(EmulatorException.class)
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:" + port + " for DynamoDB: ");
        }
    }

    @Test
    void saysWhenItsFolderCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> DynamoDbEmulator.inFolder(file, 0))
                .isInstanceOf(EmulatorException.class)
                .hasMessageStartingWith("cannot write to the data folder " + file);
    }

    @Test
    void refusesAFolderThatIsInUse() {
        try (var ignored = DynamoDbEmulator.inFolder(folder, 0)) {
            assertThatThrownBy(() -> DynamoDbEmulator.inFolder(folder, 0))
                    .isInstanceOf(EmulatorException.class)
                    .hasMessage("the data folder " + folder + " is in use by another process");
        }
    }

    @Test
    void refusesDataThatIsNotItsOwn() throws IOException {
        DynamoDbEmulator.inFolder(folder, 0).close();
        Files.write(folder.resolve("shared-local-instance.db"), new byte[100]);
        assertThatThrownBy(() -> DynamoDbEmulator.inFolder(folder, 0))
                .isInstanceOf(EmulatorException.class)
                .hasMessage("the data in " + folder + " is damaged: move the folder away to begin anew");
    }

    private static Stack stack(String keyType) {
        return Template.parse(TEMPLATE.formatted(keyType), "test.yaml").stack(Map.of(), id -> id);
    }
}
