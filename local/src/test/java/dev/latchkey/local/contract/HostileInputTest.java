package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a body is, it is the client's mistake, and costs neither a hash nor a look-up. */
class HostileInputTest {
    private static final int MAX = 64 * 1024;
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Map<String, List<String>> FIELDS = Map.of(
            "register", List.of("username", "password"),
            "login", List.of("username", "password"),
            "password", List.of("current_password", "new_password"));

    private final TestSite site = TestSite.shared(Profile.DEFAULT);

    /**
     * A body.
     *
     * @param type the header Content-Type
     * @param bytes with {@code F1} and {@code F2} for the endpoint's fields
     * @param status what it is answered with
     * @param encoding the header Content-Encoding, or null for none
     * @param ofExactSize whether its size matters, so that nothing may be put in for the fields
     */
    private record Body(
            String type, byte[] bytes, int status, @Nullable String encoding, boolean ofExactSize) {
        static Body of(String type, String text, int status) {
            return of(type, text.getBytes(StandardCharsets.UTF_8), status);
        }

        static Body of(String type, byte[] bytes, int status) {
            return new Body(type, bytes, status, null, false);
        }

        static Body ofExactSize(String text, int status) {
            return new Body(JSON, text.getBytes(StandardCharsets.UTF_8), status, null, true);
        }

        static Body zipped(String text) throws IOException {
            return new Body(JSON, gzip(text), 400, "gzip", false);
        }
    }

    static Stream<Arguments> bodies() throws IOException {
        String object = "{\"F1\": \"alice\", \"F2\": \"\"}";
        Map<String, Body> bodies = new LinkedHashMap<>();
        bodies.put("as large as may be", Body.ofExactSize(object + " ".repeat(MAX - object.length()), 400));
        bodies.put("a byte too large", Body.ofExactSize(object + " ".repeat(MAX - object.length() + 1), 413));
        bodies.put("a megabyte", Body.of(JSON, "[".repeat(1 << 20), 413));
        bodies.put("a large form", Body.of(FORM, "F1=" + "a".repeat(MAX), 413));
        bodies.put("a form of many fields", Body.of(FORM, "a=&".repeat(1_001), 400));
        bodies.put("deep lists", Body.of(JSON, "[".repeat(30_000) + "]".repeat(30_000), 400));
        bodies.put("deep objects", Body.of(JSON, "{\"a\":".repeat(10_000), 400));
        bodies.put("a deep field", Body.of(JSON, "{\"F1\": " + "[".repeat(400) + "]".repeat(400) + "}", 400));
        bodies.put("twice the same field", Body.of(JSON, "{\"F1\": \"alice\", \"F1\": null}", 400));
        bodies.put("no end", Body.of(JSON, "{\"F1\": \"alice", 400));
        bodies.put("two values", Body.of(JSON, object + object, 400));
        bodies.put("a lone surrogate", Body.of(JSON, "{\"F1\": \"\\ud800\", \"F2\": \"\"}", 400));
        bodies.put("a zero byte", Body.of(JSON, "{\"F1\": \"\\u0000\", \"F2\": \"\\u0000\"}", 400));
        bodies.put("a number without end", Body.of(JSON, "{\"F1\": " + "9".repeat(60_000) + "}", 400));
        bodies.put("a number beyond all", Body.of(JSON, "{\"F1\": 1e400, \"F2\": -1e400}", 400));
        bodies.put("no number", Body.of(JSON, "{\"F1\": NaN}", 400));
        bodies.put("gzip", Body.zipped(object));
        bodies.put("gzip of a megabyte", Body.zipped("[".repeat(1 << 20)));
        bodies.put("not UTF-8", Body.of(JSON, new byte[] {'"', (byte) 0xc3, '"'}, 400));
        bodies.put("UTF-16", Body.of(JSON, object.getBytes(StandardCharsets.UTF_16), 400));
        bodies.put("UTF-7", Body.of(JSON + "; charset=utf-7", "+AHsAfQ-", 400));
        bodies.put("a charset with no name", Body.of(JSON + "; charset=\"no such\"", object, 400));
        bodies.put("a form not in UTF-8", Body.of(FORM, new byte[] {'F', '1', '=', (byte) 0xff}, 400));
        bodies.put("a form of percent signs", Body.of(FORM, "%&%%=%zz&F1=%f", 400));
        bodies.put("several parts", Body.of("multipart/form-data; boundary=x", "--x--", 400));
        bodies.put("XML", Body.of("text/xml", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", 415));
        bodies.put("no type", Body.of("", object, 415));
        return FIELDS.keySet().stream()
                .sorted()
                .flatMap(endpoint -> bodies.entrySet().stream()
                        .map(entry -> Arguments.of(endpoint, entry.getKey(), entry.getValue())));
    }

    @AfterEach
    void clear() {
        site.stage().clear();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bodies")
    void isRefused(String endpoint, String name, Body body) {
        List<String> fields = FIELDS.get(endpoint);
        byte[] bytes = new String(body.bytes(), StandardCharsets.ISO_8859_1)
                .replace("F1", fields.get(0))
                .replace("F2", fields.get(1))
                .getBytes(StandardCharsets.ISO_8859_1);
        ExactRequest request = new ExactRequest("POST", "/api/auth/" + endpoint)
                .header("Content-Type", body.type())
                .body(body.ofExactSize() ? body.bytes() : bytes);
        if (body.encoding() != null) {
            request.header("Content-Encoding", body.encoding());
        }
        if (endpoint.equals("password")) {
            request.token(site.stage().open("alice"));
        }
        Answer[] answer = new Answer[1];
        List<JsonNode> told = site.told(() -> answer[0] = site.http().send(request));
        assertThat(answer[0].status()).as(answer[0].toString()).isEqualTo(body.status());
        assertThat(Expectation.json(answer[0]).isObject()).isTrue();
        JsonNode line = told.get(told.size() - 1);
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.has("hashes")).isFalse();
        assertThat(line.has("event")).isFalse();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
