package dev.latchkey.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8:1:2::, 2001:db8:1:2::/64",
        "2001:DB8:1:2:ffff:ffff:ffff:ffff, 2001:db8:1:2::/64",
        "2001:db8::1, 2001:db8:0:0::/64",
        "::1, 0:0:0:0::/64",
        "::ffff:192.0.2.1, 192.0.2.1",
        "'', unknown",
        "localhost, unknown",
        "dead.beef, unknown",
        "2001:db8::1%eth0, unknown",
        "1:2:3, unknown",
        ":, unknown",
        "1:2:3:4:5:6:7:8:9, unknown",
        "'2001:db8::1, 192.0.2.1', unknown",
        "'192.0.2.1, 192.0.2.2', unknown",
        "1111111111111111, unknown",
    })
    void namesThePlaceThatAnAddressIsIn(String address, String source) {
        assertThat(Source.of(address)).isEqualTo(source);
    }
}
