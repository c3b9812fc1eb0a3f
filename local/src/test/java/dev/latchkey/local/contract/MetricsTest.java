package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.telemetry.Outcome;
import dev.latchkey.template.Route;
import dev.latchkey.template.Template;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The metrics that functions log are what CloudWatch takes, what the template's alarms and dashboard ask for, and few. */
class MetricsTest {
    private static final TestSite SITE = TestSite.startWithPages(Profile.THROTTLE);
    private static final Pattern ALARM =
            Pattern.compile("Namespace: !Ref MetricsNamespace\\n +MetricName: (\\w+)\\n( +Dimensions:)?");
    private static final Pattern LINE =
            Pattern.compile("\\[\"\\$\\{MetricsNamespace}\", \"(\\w+)\"((?:, \"[^\"]+\")*)");
    private static final Pattern SEARCH = Pattern.compile(
            "SEARCH\\('\\{\\\\\"\\$\\{MetricsNamespace}\\\\\",([a-z,]*)} MetricName=\\\\\"(\\w+)\\\\\"");

    private static final List<JsonNode> LINES = useEverything();

    private static List<JsonNode> useEverything() {
        return SITE.told(() -> {
            post("register", null, """
                    {"username": "bob", "email": "", "password": ""}""");
            post("login", null, login("file1", Stage.PASSWORD));
            post("login", null, login("limited", "wrong"));
            post("login", null, login("limited", "wrong"));
            post("login", null, login("limited", "wrong"));
            String token = SITE.stage().open("alice");
            String other = SITE.stage().open("alice");
            get("user", token);
            get("user", SITE.stage().unknown());
            get("tokens", token);
            send(new ExactRequest("DELETE", "/api/auth/tokens/0123456789abcdef").token(token));
            post("password", token, """
                    {"current_password": "wrong", "new_password": "Tuesday-Kettle-5"}""");
            post("logout", other, "");
            post("logoutall", token, "");
        });
    }

    @AfterAll
    static void close() {
        SITE.close();
    }

    /** See the AWS page "Specification: Embedded metric format". */
    @Test
    void areInEmbeddedMetricFormat() {
        assertThat(LINES).hasSizeGreaterThan(15).allSatisfy(line -> {
            assertThat(line.at("/_aws/Timestamp").isIntegralNumber()).isTrue();
            assertThat(line.at("/_aws/CloudWatchMetrics")).isNotEmpty().allSatisfy(directive -> {
                assertThat(directive.path("Namespace").textValue()).isEqualTo("Latchkey");
                assertThat(directive.path("Dimensions")).hasSize(1);
                assertThat(directive.path("Metrics")).hasSizeBetween(1, 100);
                directive
                        .path("Dimensions")
                        .get(0)
                        .forEach(name -> assertThat(line.path(name.textValue()).textValue())
                                .matches("[!-~]{1,1024}"));
                directive.path("Metrics").forEach(metric -> {
                    assertThat(metric.path("Unit").textValue()).isIn("Count", "Milliseconds");
                    assertThat(line.path(metric.path("Name").textValue()).isNumber())
                            .isTrue();
                });
            });
        });
    }

    @Test
    void areThese() {
        assertThat(emitted())
                .containsExactlyInAnyOrder(
                        "requests route,outcome",
                        "coldStarts route",
                        "storeMs route",
                        "hashMs route",
                        "loginFailures ",
                        "throttled ");
    }

    /** Every value of a dimension is a metric to pay for. */
    @Test
    void areToldApartByRoutesAndOutcomesAlone() throws IOException {
        Set<String> routes = Template.read(TestTables.template()).stack(Map.of(), id -> id).restApi().routes().stream()
                .map(Route::path)
                .filter(path -> path.startsWith("/api/"))
                .collect(Collectors.toSet());
        routes.add("authorizer");
        Set<String> outcomes =
                Arrays.stream(Outcome.values()).map(Outcome::label).collect(Collectors.toSet());
        assertThat(values("route")).isEqualTo(routes);
        assertThat(outcomes).containsAll(values("outcome"));
    }

    @Test
    void areWhatAlarmsAndDashboardAskFor() throws IOException {
        Set<String> asked = new TreeSet<>();
        Matcher alarm = ALARM.matcher(template());
        while (alarm.find()) {
            assertThat(alarm.group(2))
                    .as("an alarm on " + alarm.group(1) + " by dimension")
                    .isNull();
            asked.add(alarm.group(1) + " ");
        }
        assertThat(asked).containsExactly("loginFailures ", "throttled ");
        Matcher line = LINE.matcher(template());
        while (line.find()) {
            String[] dimensions = line.group(2).split("\", \"|, \"|\"", -1);
            List<String> names = new ArrayList<>();
            for (int i = 1; i + 1 < dimensions.length; i += 2) {
                names.add(dimensions[i]);
                assertThat(values(dimensions[i])).contains(dimensions[i + 1]);
            }
            asked.add(line.group(1) + " " + String.join(",", names));
        }
        Matcher search = SEARCH.matcher(template());
        while (search.find()) {
            asked.add(search.group(2) + " " + search.group(1));
        }
        assertThat(asked).isEqualTo(emitted());
    }

    @Test
    void andAllElseInALineAreInTheDocumentation() throws IOException {
        String page = Files.readString(TestTables.template().resolveSibling("docs/operating.md"));
        Set<String> members = new TreeSet<>();
        LINES.forEach(line -> line.fieldNames().forEachRemaining(members::add));
        assertThat(members)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        assertThat(AccountEvent.Kind.values())
                .allSatisfy(event -> assertThat(page).contains("`" + event.label() + "`"));
        assertThat(Outcome.values()).allSatisfy(outcome -> assertThat(page).contains("`" + outcome.label() + "`"));
    }

    @Test
    void areShownOnAPage() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(SITE.url().resolve(URI.create("/metrics")))
                .build();
        HttpResponse<String> page = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body().lines().toList())
                .contains(
                        "# TYPE latchkey_login_failures_total counter",
                        "latchkey_login_failures_total 3",
                        "latchkey_throttled_total 1",
                        "latchkey_requests_total{route=\"/api/auth/login\",outcome=\"ok\"} 1",
                        "latchkey_requests_total{route=\"/api/auth/login\",outcome=\"refused\"} 2",
                        "latchkey_requests_total{route=\"/api/auth/login\",outcome=\"throttled\"} 1",
                        "latchkey_requests_total{route=\"authorizer\",outcome=\"unauthenticated\"} 1",
                        "latchkey_cold_starts_total{route=\"/api/auth/login\"} 1",
                        "latchkey_hash_ms_count{route=\"/api/auth/login\"} 3")
                .anyMatch(line -> line.startsWith("latchkey_store_ms_sum{route=\"authorizer\"} "));
    }

    private static Set<String> emitted() {
        Set<String> emitted = new TreeSet<>();
        for (JsonNode line : LINES) {
            for (JsonNode directive : line.at("/_aws/CloudWatchMetrics")) {
                List<String> dimensions = new ArrayList<>();
                directive.path("Dimensions").get(0).forEach(name -> dimensions.add(name.textValue()));
                directive
                        .path("Metrics")
                        .forEach(metric ->
                                emitted.add(metric.path("Name").textValue() + " " + String.join(",", dimensions)));
            }
        }
        return emitted;
    }

    private static Set<String> values(String dimension) {
        return LINES.stream().map(line -> line.path(dimension).asText()).collect(Collectors.toSet());
    }

    private static String template() throws IOException {
        return Files.readString(TestTables.template());
    }

    private static String login(String name, String password) {
        return """
                {"username": "%s", "password": "%s"}""".formatted(name, password);
    }

    private static void get(String endpoint, String token) {
        send(new ExactRequest("GET", "/api/auth/" + endpoint).token(token));
    }

    private static void post(String endpoint, @Nullable String token, String body) {
        ExactRequest request = new ExactRequest("POST", "/api/auth/" + endpoint).json(body);
        send(token == null ? request : request.token(token));
    }

    private static void send(ExactRequest request) {
        SITE.http().send(request);
    }
}
