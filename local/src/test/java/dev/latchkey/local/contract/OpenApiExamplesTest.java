package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every example in {@code docs/openapi.yaml}, sent and received.
 *
 * <p>A request's example is answered by the response's example of the same name; where there is none, by 204. All are sent in
 * their order to one server without users. Responses that no request's example brings about have a situation of their own.
 */
class OpenApiExamplesTest {
    private static final OpenApiDescription API = OpenApiDescription.OURS;
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String PASSWORD = "Zx9!vorpal-Tundra";

    /** Members whose values are new each time. */
    private static final Set<String> VARYING =
            Set.of("id", "token", "expiry", "created", "last_used", "token_key", "user_agent", "source_ip", "details");

    private final Set<String> seen = new TreeSet<>();

    @Test
    void everyExampleIsSentAndSeen() {
        try (TestSite site = TestSite.startWithoutUsers(Profile.MAIL)) {
            Client client = new Client(site);
            API.root()
                    .path("paths")
                    .properties()
                    .forEach(path -> path.getValue().properties().stream()
                            .filter(operation -> operation.getValue().has("requestBody"))
                            .forEach(operation -> sendAll(client, path.getKey(), operation.getKey())));
            situations(client);
        }
        onItsOwn(Profile.LIMIT, site -> {
            site.stage().open("limited");
            site.stage().open("limited");
            expect(
                    "token_limit",
                    "POST",
                    "/api/auth/login",
                    send(site, "POST", "/api/auth/login", JSON, credentials("limited", Stage.PASSWORD)));
        });
        onItsOwn(Profile.DEFAULT, site -> {
            String inactive = site.stage().ofInactive();
            expect("inactive_user", "GET", "/api/auth/user", user(site, "Token " + inactive));
            String unknown = site.stage().unknown();
            site.deleteTables();
            expect("unavailable", "GET", "/api/auth/user", user(site, "Token " + unknown));
        });
        onItsOwn(Profile.THROTTLE, site -> {
            String guess = credentials("alice", "not-the-password");
            send(site, "POST", "/api/auth/login", JSON, guess);
            send(site, "POST", "/api/auth/login", JSON, guess);
            expect("throttled", "POST", "/api/auth/login", send(site, "POST", "/api/auth/login", JSON, guess));
        });
        assertThat(seen).isEqualTo(allExamples());
    }

    private interface Situation {
        void play(TestSite site);
    }

    private static void onItsOwn(Profile profile, Situation situation) {
        try (TestSite site = TestSite.start(profile)) {
            situation.play(site);
        }
    }

    private void sendAll(Client client, String path, String method) {
        JsonNode content = API.at("/paths/" + OpenApiDescription.escape(path) + "/" + method + "/requestBody/content");
        content.properties()
                .forEach(type -> type.getValue()
                        .path("examples")
                        .properties()
                        .forEach(example ->
                                client.send(path, method, type.getKey(), example.getKey(), example.getValue())));
    }

    /** Whoever sends the examples: logs in anew as ada before each one that needs a token. */
    private final class Client {
        private final TestSite site;
        private String password = PASSWORD;

        Client(TestSite site) {
            this.site = site;
        }

        void send(String path, String method, String type, String name, JsonNode example) {
            JsonNode value = example.get("value");
            ExactRequest request =
                    new ExactRequest(upper(method), path.replace("{method}", "app")).header("Content-Type", type);
            if (!API.at("/paths/" + OpenApiDescription.escape(path) + "/" + method)
                    .has("security")) {
                request.token(login());
            }
            request.body(encode(type, value).getBytes(StandardCharsets.UTF_8));
            Answer answer = site.http().send(request);
            if (!answered(name, upper(method), path, answer)) {
                assertThat(answer.status()).as(path + " " + name).isEqualTo(204);
                if (value.has("new_password")) {
                    password = value.get("new_password").textValue();
                }
            }
            if (answer.status() / 100 == 2) {
                String schema = "/paths/" + OpenApiDescription.escape(path) + "/" + method + "/requestBody/content/"
                        + OpenApiDescription.escape(type) + "/schema";
                assertThat(API.violations(schema, value)).isEmpty();
            }
        }

        String login() {
            Answer answer =
                    OpenApiExamplesTest.send(site, "POST", "/api/auth/login", JSON, credentials("ada", password));
            return Expectation.json(answer).get("token").textValue();
        }
    }

    private void situations(Client client) {
        TestSite site = client.site;
        String token = "Token " + client.login();
        expect("user", "GET", "/api/auth/user", user(site, token));
        site.http().send(new ExactRequest("POST", "/api/auth/logoutall").header("Authorization", token));
        String current = "Token " + client.login();
        ExactRequest list = new ExactRequest("GET", "/api/auth/tokens").header("Authorization", current);
        Answer sessions = site.http().send(list);
        expect("sessions", "GET", "/api/auth/tokens", sessions);
        client.login();
        JsonNode two = Expectation.json(site.http().send(list));
        assertThat(two).hasSize(2);
        assertThat(end(site, current, two.get(1).get("token_key").textValue()).status())
                .isEqualTo(204);
        expect("not_found", "DELETE", "/api/auth/tokens/x", end(site, current, "0000000000000000"));
        for (String path : List.of(
                "register",
                "login",
                "password",
                "password/reset",
                "password/reset/confirm",
                "registration/verify-email",
                "registration/resend-email",
                "email",
                "email/confirm",
                "undo")) {
            expect(
                    "malformed",
                    "POST",
                    "/api/auth/" + path,
                    send(site, current, "POST", "/api/auth/" + path, JSON, "{"));
        }
        for (String path : List.of("register", "user", "tokens/0000000000000000")) {
            expect(
                    "other_method",
                    "PUT",
                    "/api/auth/" + path,
                    send(site, current, "PUT", "/api/auth/" + path, JSON, ""));
        }
        refusals(site);
    }

    private void refusals(TestSite site) {
        String path = "/api/auth/login";
        expect("no_token", "GET", "/api/auth/user", site.http().send(new ExactRequest("GET", "/api/auth/user")));
        expect("invalid_token", "GET", "/api/auth/user", user(site, "Token abc"));
        expect("scheme_alone", "GET", "/api/auth/user", user(site, "Token"));
        expect("spaces_in_token", "GET", "/api/auth/user", user(site, "Token a b"));
        expect("plain_text", "POST", path, send(site, "POST", path, "text/plain", "ada"));
        expect("over_64_kib", "POST", path, send(site, "POST", path, JSON, "x".repeat(64 * 1024 + 1)));
        expect("over_64_kib", "POST", path, send(site, "POST", path, JSON, "x".repeat(10 * 1024 * 1024 + 1)));
        Answer nowhere = site.http().send(new ExactRequest("GET", "/api/auth/nope"));
        expect("no_such_path", "GET", "/api/auth/nope", nowhere);
    }

    private static Answer end(TestSite site, String authorization, String key) {
        ExactRequest request =
                new ExactRequest("DELETE", "/api/auth/tokens/" + key).header("Authorization", authorization);
        Answer answer = site.http().send(request);
        return answer;
    }

    private static Answer user(TestSite site, String authorization) {
        return site.http().send(new ExactRequest("GET", "/api/auth/user").header("Authorization", authorization));
    }

    private static Answer send(TestSite site, String method, String path, String type, String body) {
        return send(site, "", method, path, type, body);
    }

    private static Answer send(
            TestSite site, String authorization, String method, String path, String type, String body) {
        ExactRequest request = new ExactRequest(method, path).header("Content-Type", type);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return site.http().send(request.body(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String credentials(String username, String password) {
        return "{\"username\": \"%s\", \"password\": \"%s\"}".formatted(username, password);
    }

    private void expect(String name, String method, String path, Answer answer) {
        assertThat(answered(name, method, path, answer))
                .as("%s is answered %s", name, answer)
                .isTrue();
    }

    /** Tells whether an answer is described by an example of this name, with which it is then compared. */
    private boolean answered(String name, String method, String target, Answer answer) {
        String path = API.path(target);
        String place = API.response(method, path, answer.status()) + "/content/application~1json/examples/" + name;
        JsonNode example = API.at(place);
        if (example.isMissingNode()) {
            return false;
        }
        seen.add(place);
        assertThat(alike(Expectation.json(answer), "")).as(place).isEqualTo(alike(example.get("value"), ""));
        return true;
    }

    /** Returns a value with what varies taken out. */
    private static Object alike(JsonNode value, String member) {
        if (value.isObject()) {
            Map<String, Object> members = new LinkedHashMap<>();
            value.properties().forEach(each -> members.put(each.getKey(), alike(each.getValue(), each.getKey())));
            return members;
        }
        if (value.isArray()) {
            return value.valueStream().map(element -> alike(element, member)).toList();
        }
        if (VARYING.contains(member)) {
            return "…";
        }
        return value.isTextual() ? value.textValue().replaceAll("\\d+ seconds?", "n seconds") : value.toString();
    }

    private static Set<String> allExamples() {
        Set<String> places = new TreeSet<>();
        API.root()
                .path("components")
                .path("responses")
                .fieldNames()
                .forEachRemaining(name -> collect("/components/responses/" + name, places));
        API.root()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operation.getValue().path("responses").properties().stream()
                                .filter(response -> !response.getValue().has("$ref")
                                        && !operation.getKey().equals("head"))
                                .forEach(response -> collect(
                                        "/paths/" + OpenApiDescription.escape(path.getKey()) + "/" + operation.getKey()
                                                + "/responses/" + response.getKey(),
                                        places))));
        return places;
    }

    private static void collect(String response, Set<String> places) {
        String examples = response + "/content/application~1json/examples";
        API.at(examples).fieldNames().forEachRemaining(name -> places.add(examples + "/" + name));
    }

    private static String encode(String type, JsonNode value) {
        if (!type.equals(FORM)) {
            return value.toString();
        }
        StringBuilder form = new StringBuilder();
        value.properties()
                .forEach(field -> form.append(form.isEmpty() ? "" : "&")
                        .append(field.getKey())
                        .append('=')
                        .append(URLEncoder.encode(field.getValue().textValue(), StandardCharsets.UTF_8)));
        return form.toString();
    }

    private static String upper(String method) {
        return method.toUpperCase(Locale.ROOT);
    }
}
