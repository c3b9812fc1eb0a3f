package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Compares an answer with what a case expects, and with what every answer must have. */
final class Expectation {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{56}");
    private static final Pattern PREFIXED_TOKEN = Pattern.compile("tka_[A-Za-z0-9_-]{56}");
    private static final Pattern EXPIRY = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    private static final Duration LIFE = Duration.ofHours(10);
    private static final Duration SLACK = Duration.ofMinutes(1);
    private static final long MAX_ID = (1L << 53) - 1;

    private final JsonNode expect;
    private final Answer answer;
    private final List<String> problems = new ArrayList<>();

    private Expectation(JsonNode expect, Answer answer) {
        this.expect = expect;
        this.answer = answer;
    }

    /** Fails with everything that is not as expected, under the name of the case. */
    static void verify(String name, JsonNode expect, Answer answer) {
        Expectation expectation = new Expectation(expect, answer);
        expectation.compareStatus();
        expectation.compareHeaders();
        expectation.compareBody();
        expectation.compareCommonHeaders();
        if (!expectation.problems.isEmpty()) {
            fail("%s: %s%nanswered: %s", name, String.join(System.lineSeparator(), expectation.problems), answer);
        }
    }

    /** Reads an answer's body, which must be exactly one JSON value in UTF-8. */
    static JsonNode json(Answer answer) {
        assertThat(answer.text().getBytes(StandardCharsets.UTF_8)).isEqualTo(answer.body());
        return json(answer.text());
    }

    /** Reads exactly one JSON value. */
    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private void compareStatus() {
        JsonNode status = expect.get("status");
        boolean right = status.isInt()
                ? answer.status() == status.intValue()
                : answer.status() / 100 == status.textValue().charAt(0) - '0';
        if (!right) {
            problems.add("status should be " + status);
        }
    }

    private void compareHeaders() {
        expect.path("headers").properties().forEach(header -> {
            if (!answer.headers(header.getKey())
                    .equals(List.of(header.getValue().textValue()))) {
                problems.add("header " + header.getKey() + " should be " + header.getValue());
            }
        });
    }

    private void compareBody() {
        boolean empty = answer.body().length == 0;
        if (expect.has("body_keys")) {
            List<String> names = new ArrayList<>();
            expect.get("body_keys").forEach(name -> names.add(name.textValue()));
            List<String> found = new ArrayList<>();
            if (!empty) {
                json(answer).fieldNames().forEachRemaining(found::add);
            }
            if (!found.equals(names)) {
                problems.add("the body's members should be " + names);
            }
        } else if (expect.has("body")) {
            if (expect.get("body").isNull() && !empty) {
                problems.add("there should be no body");
            } else if (!expect.get("body").isNull()) {
                compare(expect.get("body"), empty ? MAPPER.missingNode() : json(answer), "body");
            }
        }
    }

    private void compare(JsonNode wanted, JsonNode found, String place) {
        if (wanted.isObject() && found.isObject()) {
            wanted.properties()
                    .forEach(member ->
                            compare(member.getValue(), found.path(member.getKey()), place + "." + member.getKey()));
            found.fieldNames().forEachRemaining(name -> {
                if (!wanted.has(name)) {
                    problems.add(place + "." + name + " should not be there");
                }
            });
        } else if (!matches(wanted, found)) {
            problems.add(place + " should be " + wanted + ", but is " + (found.isMissingNode() ? "missing" : found));
        }
    }

    private static boolean matches(JsonNode wanted, JsonNode found) {
        if (!wanted.isTextual() || !wanted.textValue().startsWith("{{")) {
            return wanted.equals(found);
        }
        return switch (wanted.textValue()) {
            case "{{int}}" -> found.isIntegralNumber() && found.longValue() > 0 && found.longValue() <= MAX_ID;
            case "{{token:64 hex}}" -> isText(found, TOKEN);
            case "{{token:tka_+64 hex}}" -> isText(found, PREFIXED_TOKEN);
            case "{{expiry:YYYY-MM-DDTHH:MM:SS.ffffffZ}}" -> isText(found, EXPIRY) && isInTenHours(found.textValue());
            default -> throw new IllegalArgumentException("unknown placeholder " + wanted);
        };
    }

    private static boolean isText(JsonNode found, Pattern pattern) {
        return found.isTextual() && pattern.matcher(found.textValue()).matches();
    }

    private static boolean isInTenHours(String expiry) {
        Duration off = Duration.between(Instant.now().plus(LIFE), Instant.parse(expiry));
        return off.abs().compareTo(SLACK) < 0;
    }

    private void compareCommonHeaders() {
        common("Access-Control-Allow-Origin", List.of("*"));
        if (isPreflight()) {
            return;
        }
        common("Cache-Control", List.of("no-store"));
        common("X-Content-Type-Options", List.of("nosniff"));
        if (answer.body().length > 0) {
            common("Content-Type", List.of("application/json"));
        }
    }

    /** API Gateway itself answers a preflight, and SAM lets it have CORS headers alone. */
    private boolean isPreflight() {
        return !answer.headers("Access-Control-Allow-Methods").isEmpty();
    }

    private void common(String name, List<String> values) {
        if (!answer.headers(name).equals(values)) {
            problems.add("every such answer should have header " + name + " " + values);
        }
    }
}
