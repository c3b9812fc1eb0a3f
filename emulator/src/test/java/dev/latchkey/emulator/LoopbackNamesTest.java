package dev.latchkey.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of another site, whose name leads to this machine, does not get at DynamoDB (DNS rebinding). */
class LoopbackNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "dynamo.localhost", "127.0.0.1", "127.8.9.1", "[::1]"})
    void namesOfThisMachine(String name) {
        assertThat(LoopbackNames.isThisMachine(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.0.2.1", "0.0.0.0", ""})
    void otherNames(String name) {
        assertThat(LoopbackNames.isThisMachine(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rebound.example", "127.0.0.1.evil.example", "172.17.0.1.evil.example", "1.2.3", "1.2.3.4.5"})
    void aRequestForAnotherNameIsMisdirected(String host) throws IOException {
        try (DynamoDbEmulator emulator = DynamoDbEmulator.inMemory(0)) {
            assertThat(status(emulator.endpoint(), host)).startsWith("HTTP/1.1 421");
        }
    }

    /** A container names this machine by its address on Docker's bridge. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "172.17.0.1", "172.17.0.1:8000", "[fd00::1]", "[fd00::1]:8000"})
    void aRequestForAnAddressIsServed(String host) throws IOException {
        try (DynamoDbEmulator emulator = DynamoDbEmulator.inMemory(0)) {
            assertThat(status(emulator.endpoint(), host)).doesNotStartWith("HTTP/1.1 421");
        }
    }

    private static String status(URI server, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            String request = "POST / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\nContent-Length: 2\r\n"
                    + "X-Amz-Target: DynamoDB_20120810.ListTables\r\n\r\n{}";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream input = socket.getInputStream();
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
