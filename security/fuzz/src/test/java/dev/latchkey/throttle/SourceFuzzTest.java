package dev.latchkey.throttle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Every address has a short name that it is counted under. */
class SourceFuzzTest {
    @FuzzTest
    void address(byte[] data) {
        String source = Source.of(new String(data, ISO_8859_1));
        assertThat(source).matches("unknown|[0-9.]{1,15}|[0-9a-f]{1,4}(:[0-9a-f]{1,4}){3}::/64");
    }
}
