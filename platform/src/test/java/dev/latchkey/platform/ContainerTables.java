package dev.latchkey.platform;

import dev.latchkey.emulator.DynamoDbEmulator;
import dev.latchkey.emulator.TemplateTables;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.template.FunctionDefinition;
import dev.latchkey.template.Stack;
import dev.latchkey.template.Template;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The template's tables in DynamoDB Local, where containers reach them, called as "sam local" does: by their logical ids. */
final class ContainerTables implements AutoCloseable {
    private final Stack stack =
            Template.read(TestTables.template()).stack(TestTables.EVERYTHING, logicalId -> logicalId);
    private final DynamoDbClient client;
    private final Relay relay;

    /** Makes the tables. */
    ContainerTables() throws IOException {
        DynamoDbEmulator dynamoDb = TestTables.create().emulator();
        client = dynamoDb.client();
        TemplateTables.create(client, stack);
        relay = new Relay(bridgeAddress(), dynamoDb.port());
    }

    /** Returns the address at which containers reach DynamoDB. */
    String url() {
        return relay.url();
    }

    /** Returns the variables that tell a function its tables. */
    Map<String, String> variables() {
        return stack.tableVariables();
    }

    /** Returns the template's functions. */
    List<FunctionDefinition> functions() {
        return stack.functions();
    }

    /** Returns a fixture for these tables. */
    Fixture fixture() {
        return new Fixture(client, variables());
    }

    @Override
    public void close() throws IOException {
        relay.close();
        client.close();
    }

    /** Returns the address that this machine has on Docker's bridge. */
    private static InetAddress bridgeAddress() throws IOException {
        NetworkInterface bridge = NetworkInterface.getByName("docker0");
        if (bridge == null) {
            throw new IOException("there is no network interface docker0, by which containers reach this machine");
        }
        return bridge.inetAddresses()
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .orElseThrow();
    }
}
