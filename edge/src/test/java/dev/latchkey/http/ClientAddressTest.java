package dev.latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    private static final String SECRET = "X-Origin-Secret=a-very-long-secret";

    @Test
    void withoutASettingNoHeaderIsBelieved() {
        Map<String, String> claimed = new HashMap<>();
        for (String name : new String[] {
            "X-Forwarded-For",
            "Forwarded",
            "X-Real-IP",
            "True-Client-IP",
            "CF-Connecting-IP",
            "CloudFront-Viewer-Address"
        }) {
            claimed.put(name, "203.0.113.9");
        }
        assertThat(address(Map.of(), "192.0.2.1", claimed)).isEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                // peer, X-Forwarded-For, client
                "198.51.100.7, '203.0.113.9', 203.0.113.9",
                "198.51.100.7, '203.0.113.9, 198.51.100.7', 203.0.113.9",
                "198.51.100.7, '10.9.9.9, 203.0.113.9, 198.51.100.8, 198.51.100.7', 203.0.113.9",
                "198.51.100.7, ' 203.0.113.9 ', 203.0.113.9",
                "198.51.100.7, '2001:db8:1::9', 2001:db8:1::9",
                "2001:db8:ffff::1, '203.0.113.9', 203.0.113.9",
                "192.0.2.1, '203.0.113.9', 192.0.2.1",
                "198.51.101.7, '203.0.113.9', 198.51.101.7",
                "198.51.100.7, '203.0.113.9, unknown', 198.51.100.7",
                "198.51.100.7, '203.0.113.9, a.example', 198.51.100.7",
                "198.51.100.7, '198.51.100.8', 198.51.100.7",
                "198.51.100.7, '', 198.51.100.7",
            })
    void aTrustedProxySaysWhoItSaw(String peer, String forwarded, String client) {
        Map<String, String> settings = Map.of("TRUSTED_PROXIES", "198.51.100.0/24, 2001:db8:ffff::/48");
        assertThat(address(settings, peer, Map.of("X-Forwarded-For", forwarded)))
                .isEqualTo(client);
    }

    @Test
    void whoHasTheSecretIsTheProxy() {
        Map<String, String> settings = Map.of("PROXY_SECRET_HEADER", SECRET);
        Map<String, String> honest =
                Map.of("x-origin-secret", "a-very-long-secret", "X-Forwarded-For", "203.0.113.9, 192.0.2.1");
        assertThat(address(settings, "192.0.2.1", honest)).isEqualTo("203.0.113.9");
        Map<String, String> guessed = Map.of("X-Origin-Secret", "a-very-long-secreT", "X-Forwarded-For", "203.0.113.9");
        assertThat(address(settings, "192.0.2.1", guessed)).isEqualTo("192.0.2.1");
        assertThat(address(settings, "192.0.2.1", Map.of("X-Forwarded-For", "203.0.113.9")))
                .isEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9:44321, 203.0.113.9",
        "203.0.113.9, 203.0.113.9",
        "2001:db8::1:44321, 2001:db8::1",
        "2001:db8::1:443, 2001:db8::1",
        "2001:db8:1:2:3:4:5:6:44321, 2001:db8:1:2:3:4:5:6",
        "[2001:db8::1]:44321, 2001:db8::1",
        "nobody, 192.0.2.1",
        "203.0.113.9.example, 192.0.2.1",
    })
    void anotherHeaderHoldsOneAddress(String value, String client) {
        Map<String, String> settings =
                Map.of("PROXY_SECRET_HEADER", SECRET, "CLIENT_ADDRESS_HEADER", "CloudFront-Viewer-Address");
        Map<String, String> headers = Map.of(
                "X-Origin-Secret", "a-very-long-secret",
                "X-Forwarded-For", "10.0.0.1",
                "CloudFront-Viewer-Address", value);
        assertThat(address(settings, "192.0.2.1", headers)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource({
        "TRUSTED_PROXIES, 198.51.100.0/33",
        "TRUSTED_PROXIES, 198.51.100.0/",
        "TRUSTED_PROXIES, proxy.example",
        "TRUSTED_PROXIES, 198.51.100/24",
        "TRUSTED_PROXIES, 2001:db8::/129",
        "PROXY_SECRET_HEADER, X-Origin-Secret",
        "PROXY_SECRET_HEADER, X-Origin-Secret=short",
        "PROXY_SECRET_HEADER, X Origin=a-very-long-secret",
        "CLIENT_ADDRESS_HEADER, True-Client-IP",
    })
    void aSettingThatCannotBeUsedIsNamed(String name, String value) {
        assertThatThrownBy(() -> ClientAddress.from(new Variables(Map.of(name, value))))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(name + " ")
                .hasMessageNotContaining("a-very-long-secret");
    }

    private static String address(Map<String, String> settings, String peer, Map<String, String> headers) {
        Map<String, Object> event =
                Map.of("headers", headers, "requestContext", Map.of("identity", Map.of("sourceIp", peer)));
        return Request.of(new HashMap<>(event), ClientAddress.from(new Variables(settings)))
                .sourceIp();
    }
}
