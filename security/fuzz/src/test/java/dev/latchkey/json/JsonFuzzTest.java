package dev.latchkey.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** JSON is read as Jackson's data binding reads it, and what was written is read back. */
class JsonFuzzTest {
    private final ObjectMapper oracle = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(500)
                            .maxNumberLength(4_300)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @FuzzTest
    void text(byte[] data) throws Exception {
        String text = new String(data, UTF_8);
        Object value;
        try {
            value = Json.read(text);
        } catch (JsonSyntaxException e) {
            assertThat(oracleTakes(text)).as(e.getMessage()).isFalse();
            assertThat(e.getMessage()).hasSizeLessThan(100);
            return;
        }
        assertThat(value).isEqualTo(oracle.readValue(text, Object.class));
        // 1e400 is infinite, as in Python, which JSON cannot say.
        if (!String.valueOf(value).contains("Infinity")) {
            assertThat(Json.read(Json.write(value))).isEqualTo(value);
        }
    }

    @FuzzTest
    void stream(byte[] data) throws IOException {
        try {
            Json.read(new ByteArrayInputStream(data));
        } catch (JsonSyntaxException e) {
            assertThat(e.getMessage()).hasSizeLessThan(100);
        }
    }

    private boolean oracleTakes(String text) {
        if (text.startsWith("\uFEFF") || text.isBlank()) {
            return false;
        }
        try {
            oracle.readValue(text, Object.class);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
