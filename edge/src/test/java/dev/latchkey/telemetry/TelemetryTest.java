package dev.latchkey.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.http.Response;
import dev.latchkey.http.ThrottledException;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.time.Timings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T09:30:00.123456789Z");
    private static final Map<String, String> METRICS = Map.of("METRICS_NAMESPACE", "Latchkey/test");
    private static final String SECRET = "a-password-or-token";

    private final RecordedContext context = new RecordedContext();

    @Test
    void everyRequestIsOneLine() throws Exception {
        HttpFunction function = function(
                METRICS,
                () -> Response.of(200, Map.of("token", SECRET))
                        .withEvent(
                                new AccountEvent(AccountEvent.Kind.LOGGED_IN, 1_099_511_627_776L, "0123456789abcdef")));
        serve(function);
        serve(function);
        assertThat(context.lines()).hasSize(2).allSatisfy(line -> {
            assertThat(line).endsWith("}\n").doesNotContain(SECRET);
            assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        });
        Map<String, Object> first = line(0);
        assertThat(first)
                .containsEntry("timestamp", "2026-03-01T09:30:00.123456Z")
                .containsEntry("level", "INFO")
                .containsEntry("requestId", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef")
                .containsEntry("sourceIp", "192.0.2.1")
                .containsEntry("functionRequestId", context.getAwsRequestId())
                .containsEntry("method", "POST")
                .containsEntry("route", "/api/auth/login")
                .containsEntry("status", BigInteger.valueOf(200))
                .containsEntry("outcome", "ok")
                .containsEntry("event", "logged_in")
                .containsEntry("userId", "1099511627776")
                .containsEntry("tokenKey", "0123456789abcdef")
                .containsEntry("cold", true);
        assertThat((Double) get(first, "durationMs")).isPositive();
        assertThat(line(1)).containsEntry("cold", false).doesNotContainKey("coldStarts");
    }

    @Test
    void metricsAreInTheFormThatCloudWatchTakes() throws Exception {
        serve(function(
                METRICS,
                () -> Timings.measure(
                        Timings.Kind.HASH, () -> Timings.measure(Timings.Kind.STORE, () -> Response.noContent()))));
        Map<String, Object> line = line(0);
        Map<String, Object> aws = Json.object(line.get("_aws"));
        assertThat(aws).containsEntry("Timestamp", BigInteger.valueOf(NOW.toEpochMilli()));
        Map<String, List<?>> seen = new HashMap<>();
        for (Object set : list(aws, "CloudWatchMetrics")) {
            Map<String, Object> directive = Json.object(set);
            assertThat(directive)
                    .containsEntry("Namespace", "Latchkey/test")
                    .containsOnlyKeys("Namespace", "Dimensions", "Metrics");
            List<?> dimensions = (List<?>) list(directive, "Dimensions").get(0);
            assertThat(dimensions).allSatisfy(name -> assertThat(line.get(name)).isInstanceOf(String.class));
            for (Object metric : list(directive, "Metrics")) {
                Object name = get(Json.object(metric), "Name");
                assertThat(line.get(name)).isInstanceOf(Number.class);
                seen.put(String.valueOf(name), dimensions);
            }
        }
        assertThat(seen)
                .isEqualTo(Map.of(
                        "requests", List.of("route", "outcome"),
                        "coldStarts", List.of("route"),
                        "storeMs", List.of("route"),
                        "hashMs", List.of("route")));
        assertThat(line).containsEntry("hashes", BigInteger.ONE).containsEntry("storeCalls", BigInteger.ONE);
    }

    @Test
    void withoutANamespaceThereAreNoMetrics() throws Exception {
        serve(function(Map.of(), Response::noContent));
        assertThat(line(0)).doesNotContainKeys("_aws", "requests", "coldStarts").containsEntry("outcome", "ok");
    }

    @ParameterizedTest
    @CsvSource({
        "200, ok",
        "204, ok",
        "400, refused",
        "401, unauthenticated",
        "403, refused",
        "404, refused",
        "405, refused",
        "413, refused",
        "409, contended",
        "415, refused",
        "429, throttled",
        "500, error",
        "503, unavailable"
    })
    void everyStatusHasAnOutcome(int status, String outcome) throws Exception {
        serve(function(METRICS, () -> Response.of(status, Map.of())));
        assertThat(line(0)).containsEntry("outcome", outcome).containsEntry("requests", BigInteger.ONE);
    }

    @Test
    void refusedAttemptsAreCounted() throws Exception {
        serve(function(METRICS, () -> {
            throw new ThrottledException(Duration.ofSeconds(1), AccountEvent.of(AccountEvent.Kind.THROTTLED));
        }));
        assertThat(line(0)).containsEntry("event", "throttled").containsEntry("throttled", BigInteger.ONE);
        serve(function(
                METRICS, () -> Response.of(400, Map.of()).withEvent(AccountEvent.of(AccountEvent.Kind.LOGIN_FAILED))));
        assertThat(line(1))
                .containsEntry("event", "login_failed")
                .containsEntry("loginFailures", BigInteger.ONE)
                .doesNotContainKey("userId");
    }

    @Test
    void aFailureIsToldByKindAndPlaceAlone() throws Exception {
        serve(function(METRICS, () -> {
            throw new StoreUnavailableException("GetItem", new IllegalStateException(SECRET));
        }));
        serve(function(METRICS, () -> {
            throw new IllegalArgumentException(SECRET);
        }));
        assertThat(line(0)).containsEntry("outcome", "unavailable").containsEntry("level", "ERROR");
        assertThat(line(0).get("failure"))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains(StoreUnavailableException.class.getName(), IllegalStateException.class.getName())
                .anySatisfy(place -> assertThat(place).startsWith("at dev.latchkey.telemetry.TelemetryTest"));
        assertThat(line(1)).containsEntry("outcome", "error").containsEntry("level", "ERROR");
        assertThat(context.lines()).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void whatAClientMayChooseCannotBreakTheLine() throws Exception {
        HttpFunction function = function(METRICS, Response::noContent);
        serve(function, event().replace("POST", "\\n\\\"\\ud800"));
        assertThat(line(0)).containsEntry("status", BigInteger.valueOf(405));
        serve(function, "not JSON at all");
        assertThat(line(1)).containsEntry("route", "unknown").containsEntry("status", BigInteger.valueOf(400));
    }

    @Test
    void aCallWithoutContextIsNotTold() throws Exception {
        HttpFunction function = function(METRICS, Response::noContent);
        function.serve(stream(event()), new ByteArrayOutputStream(), null);
        assertThat(context.lines()).isEmpty();
        serve(function);
        assertThat(line(0)).containsEntry("cold", true);
    }

    @Test
    void timeIsTakenOnTheThreadOfTheInvocationAlone() {
        assertThat(Timings.measure(Timings.Kind.STORE, () -> 7)).isEqualTo(7);
        Timings timings = Timings.begin();
        Timings.measure(Timings.Kind.STORE, () -> 7);
        Timings.end();
        Timings.measure(Timings.Kind.STORE, () -> 7);
        assertThat(timings.of(Timings.Kind.STORE).calls()).isOne();
        assertThat(timings.of(Timings.Kind.HASH).calls()).isZero();
    }

    /** The log must not say that a client got what it never got. */
    @Test
    void anAnswerThatCannotBeWrittenIsLoggedAsAFailure() throws Exception {
        HttpFunction function = function(METRICS, () -> Response.of(200, Map.of()));
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };
        assertThatThrownBy(() -> function.serve(stream(event()), broken, context))
                .isInstanceOf(IOException.class);
        assertThat(context.lines()).hasSize(1);
        assertThat(line(0)).containsEntry("level", "ERROR").containsEntry("outcome", "error");
    }

    /** Many requests that change one account at once are no outage. */
    @Test
    void contentionIsAConflictAndNoError() throws Exception {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function(METRICS, () -> {
                    throw new ContentionException("login");
                })
                .serve(stream(event()), answer, context);
        assertThat(answer.toString(StandardCharsets.UTF_8)).contains("\"statusCode\":409", "\"Retry-After\":\"1\"");
        assertThat(line(0)).containsEntry("level", "INFO").containsEntry("outcome", "contended");
    }

    @Test
    void aNamespaceThatCloudWatchWouldNotTakeStopsTheStart() {
        assertThatThrownBy(() -> function(Map.of("METRICS_NAMESPACE", "a b"), Response::noContent))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("METRICS_NAMESPACE must be");
    }

    private static HttpFunction function(Map<String, String> variables, Supplier<Response> answer) {
        Environment environment = new Environment(variables, Clock.fixed(NOW, ZoneOffset.UTC));
        return HttpFunction.open(environment, Methods.post(request -> answer.get()));
    }

    private void serve(HttpFunction function) throws IOException {
        serve(function, event());
    }

    private void serve(HttpFunction function, String event) throws IOException {
        function.serve(stream(event), new ByteArrayOutputStream(), context);
    }

    private static Object get(Map<String, Object> object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }

    private static List<?> list(Map<String, Object> object, String name) {
        return (List<?>) get(object, name);
    }

    private Map<String, Object> line(int index) throws JsonSyntaxException {
        return Json.object(Json.read(context.lines().get(index)));
    }

    private static String event() {
        return """
                {"resource": "/api/auth/login", "path": "/api/auth/login", "httpMethod": "POST",
                 "headers": {"Authorization": "Token %1$s", "Content-Type": "application/json"},
                 "requestContext": {"requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
                                    "identity": {"sourceIp": "192.0.2.1"}},
                 "body": "{\\"username\\": \\"alice\\", \\"password\\": \\"%1$s\\"}", "isBase64Encoded": false}
                """.formatted(SECRET);
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
