package dev.latchkey.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A body ends in fields or in one of the contract's errors below 500. */
class BodyFuzzTest {
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** The first line is the Content-Type header, and the rest the body. */
    @FuzzTest
    void typed(byte[] data) {
        String all = new String(data, ISO_8859_1);
        int end = all.indexOf('\n');
        String type = end < 0 ? "application/json" : all.substring(0, end);
        read(type, Arrays.copyOfRange(data, end + 1, data.length));
    }

    @FuzzTest
    void json(byte[] data) {
        read("application/json", data);
    }

    @FuzzTest
    void form(byte[] data) {
        read("application/x-www-form-urlencoded; charset=utf-8", data);
        String text = new String(data, ISO_8859_1);
        boolean comparable = text.chars().allMatch(c -> c < 0x80)
                && !BAD_ESCAPE.matcher(text).find()
                && text.chars().filter(c -> c == '&').count() < 1_000;
        if (comparable) {
            assertThat(FormBody.read(data, UTF_8)).isEqualTo(decoded(text));
        }
    }

    private static Map<String, @Nullable Object> decoded(String form) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        for (String pair : form.split("&", -1)) {
            if (!pair.isEmpty()) {
                String[] sides = (pair + "=").split("=", 2);
                String value = sides[1].substring(0, Math.max(0, sides[1].length() - 1));
                fields.put(URLDecoder.decode(sides[0], UTF_8), URLDecoder.decode(value, UTF_8));
            }
        }
        return fields;
    }

    static void read(String type, byte[] body) {
        Request request = Request.of(Map.of(
                "headers",
                Map.of("Content-Type", type),
                "body",
                Base64.getEncoder().encodeToString(body),
                "isBase64Encoded",
                true));
        try {
            FormFields fields = FormFields.of(request);
            for (String name : List.of("username", "email")) {
                String text = fields.trimmed(name);
                assertThat(text == null || !text.isEmpty()).isTrue();
            }
            fields.verbatim("password");
            fields.check();
        } catch (ApiException e) {
            assertThat(e.response().status()).isBetween(400, 499);
        }
    }
}
