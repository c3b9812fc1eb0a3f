package dev.latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.latchkey.aws.AwsClients;
import dev.latchkey.config.Environment;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.letter.MailRefusedException;
import dev.latchkey.letter.MailUnavailableException;
import dev.latchkey.letter.Occasion;
import dev.latchkey.text.Language;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/** Against a server that stands in SES's place and speaks its protocol: no part of AWS is needed. */
final class SesTransportTest {
    private static final MailWriter WRITER = new MailWriter(Letters.SENDER, TemplateFiles.shipped());

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private volatile int status = 200;
    private volatile String error = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n" + body);
        byte[] answer =
                (status == 200 ? "{\"MessageId\":\"1\"}" : "{\"message\":\"no\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (!error.isEmpty()) {
            exchange.getResponseHeaders().set("x-amzn-ErrorType", error);
        }
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private SesTransport transport(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("AWS_REGION", "eu-central-1");
        settings.put(
                "AWS_ENDPOINT_URL_SESV2",
                "http://127.0.0.1:" + server.getAddress().getPort());
        Environment environment = new Environment(settings);
        SesV2Client client = AwsClients.build(
                SesV2Client.builder()
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key"))),
                "SESV2",
                environment.variables());
        return SesTransport.of(environment.with(SesV2Client.class, client), Letters.SENDER);
    }

    @Test
    void sendsTheSameBytesAsEveryOtherWay() throws JsonSyntaxException {
        Mail mail = WRITER.write(Letters.about(Occasion.FACTOR_ADDED, Language.DE));
        transport(Map.of()).send(mail);
        String[] request = requests.get(0).split("\n", 2);
        assertThat(request[0]).isEqualTo("POST /v2/email/outbound-emails");
        Map<?, ?> body = (Map<?, ?>) Json.read(request[1]);
        assertThat(body.get("FromEmailAddress")).isEqualTo("no-reply@accounts.example.com");
        assertThat(body.get("Destination")).isEqualTo(Map.of("ToAddresses", List.of("ada@example.com")));
        assertThat(body.containsKey("ConfigurationSetName")).isFalse();
        Map<?, ?> raw = (Map<?, ?>) ((Map<?, ?>) body.get("Content")).get("Raw");
        assertThat(Base64.getDecoder().decode(String.valueOf(raw.get("Data")))).isEqualTo(mail.bytes());
    }

    @Test
    void namesTheConfigurationSetWhereThereIsOne() {
        transport(Map.of("MAIL_CONFIGURATION_SET", "accounts")).send(WRITER.write(Letters.to("ada@example.com")));
        assertThat(requests.get(0)).contains("\"ConfigurationSetName\":\"accounts\"");
    }

    @Test
    void refusesForGoodWhatSesCallsABadRequest() {
        status = 400;
        error = "BadRequestException";
        assertThatThrownBy(() -> transport(Map.of()).send(WRITER.write(Letters.to("ada@example.com"))))
                .isInstanceOf(MailRefusedException.class);
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MessageRejected",
                "MailFromDomainNotVerifiedException",
                "AccountSuspendedException",
                "SendingPausedException"
            })
    void isUnavailableWhereSesRefusesTheStack(String kind) {
        status = 400;
        error = kind;
        assertThatThrownBy(() -> transport(Map.of()).send(WRITER.write(Letters.to("ada@example.com"))))
                .isInstanceOf(MailUnavailableException.class)
                .hasMessageNotContaining("ada@example.com");
    }

    @Test
    void triesAgainWhereSesIsBusyAndThenIsUnavailable() {
        status = 429;
        error = "TooManyRequestsException";
        assertThatThrownBy(() -> transport(Map.of()).send(WRITER.write(Letters.to("ada@example.com"))))
                .isInstanceOf(MailUnavailableException.class)
                .hasMessage("SES did not take a mail (TooManyRequestsException)");
        assertThat(requests).hasSizeGreaterThan(1);
    }
}
