package dev.latchkey.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.aws.AwsClients;
import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvent.Kind;
import dev.latchkey.relay.BusUnavailableException;
import dev.latchkey.relay.EventBus;
import dev.latchkey.text.Language;
import dev.latchkey.user.EmailForm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

final class EventBridgeBusTest {
    private static final OutboxEvent EVENT = new OutboxEvent(
            "00112233445566778899aabbccddeeff",
            Kind.SESSION_OPENED,
            42,
            EmailForm.of("ada@example.com").orElseThrow(),
            Instant.parse("2026-11-28T10:00:00.123456Z"),
            Language.EN,
            1,
            2,
            3,
            Map.of("token_key", "0123456789abcdef", "address", "ada@example.com", "user_agent", "curl"));

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private volatile String answer = "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"1\"}]}";
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private EventBus bus(String name) {
        Map<String, String> settings = new HashMap<>();
        settings.put("EVENT_BUS_NAME", name);
        settings.put("AWS_REGION", "eu-central-1");
        settings.put(
                "AWS_ENDPOINT_URL_EVENTBRIDGE",
                "http://127.0.0.1:" + server.getAddress().getPort());
        Environment environment = new Environment(settings);
        EventBridgeClient client = AwsClients.build(
                EventBridgeClient.builder()
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key"))),
                "EVENTBRIDGE",
                environment.variables());
        return EventBridgeBus.of(environment.with(EventBridgeClient.class, client));
    }

    @Test
    void tellsIdsAndNothingElse() throws JsonSyntaxException {
        bus("accounts").tell(EVENT);
        assertThat(requests).hasSize(1);
        Map<?, ?> request = (Map<?, ?>) Objects.requireNonNull(Json.read(requests.get(0)));
        Map<?, ?> entry = (Map<?, ?>) ((List<?>) request.get("Entries")).get(0);
        assertThat(entry.get("Source")).isEqualTo("latchkey");
        assertThat(entry.get("DetailType")).isEqualTo("session.opened");
        assertThat(entry.get("EventBusName")).isEqualTo("accounts");
        assertThat(entry.get("Detail"))
                .isEqualTo(
                        "{\"id\":\"00112233445566778899aabbccddeeff\",\"type\":\"session.opened\","
                                + "\"time\":\"2026-11-28T10:00:00.123456Z\",\"user_id\":42,\"token_key\":\"0123456789abcdef\"}");
    }

    @Test
    void isUnavailableWhereACallSucceedsAndPutsNothing() {
        answer = "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"InternalFailure\",\"ErrorMessage\":\"no\"}]}";
        assertThatThrownBy(() -> bus("accounts").tell(EVENT))
                .isInstanceOf(BusUnavailableException.class)
                .hasMessage("EventBridge did not take an event (InternalFailure)");
    }

    @Test
    void isUnavailableWhereACallFails() {
        status = 400;
        answer = "{\"__type\":\"AccessDeniedException\",\"message\":\"no\"}";
        assertThatThrownBy(() -> bus("accounts").tell(EVENT)).isInstanceOf(BusUnavailableException.class);
    }

    @Test
    void isNoneWhereNoneIsNamed() {
        assertThat(bus("")).isSameAs(EventBus.NONE);
        assertThatThrownBy(() -> bus("no bus")).isInstanceOf(InvalidSettingException.class);
    }
}
