package dev.latchkey.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;

/** Which proxy is taken where. */
class ProxiesTest {
    private static final Map<String, String> EVERYWHERE = Map.of(
            "HTTP_PROXY", "http://1.example:1",
            "http_proxy", "http://2.example:2",
            "HTTPS_PROXY", "http://3.example:3",
            "https_proxy", "http://4.example:4",
            "ALL_PROXY", "http://5.example:5");

    private static final Map<String, String> PROPERTIES = Map.of(
            "http.proxyHost", "6.example",
            "http.proxyPort", "6",
            "https.proxyHost", "7.example",
            "https.proxyPort", "7",
            "http.nonProxyHosts", "");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.9.10",
                "localhost",
                "LOCALHOST",
                "table.localhost",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[::ffff:127.0.0.1]",
                "0.0.0.0"
            })
    void thisMachineIsNeverReachedThroughOne(String host) {
        for (String scheme : new String[] {"http", "https"}) {
            Route route = route(scheme + "://" + host + ":8000", EVERYWHERE, PROPERTIES);
            assertThat(route.proxy()).isNull();
            assertThat(route.isLocal()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "128.0.0.1",
                "localhost.example.com",
                "127.0.0.1.example.com",
                "[fe80::1]",
                "notlocalhost"
            })
    void anotherMachineIs(String host) {
        assertThat(route("http://" + host + ":8000", EVERYWHERE, PROPERTIES).proxy())
                .isNotNull();
    }

    private static Route route(String url, Map<String, String> environment, Map<String, String> properties) {
        return Route.of(
                Calls.request(SdkHttpMethod.POST, URI.create(url)).build(), new Proxies(environment, properties::get));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                // To a server with TLS, and to one without.
                "'', '', null, null",
                "HTTP_PROXY=http://p:1, '', p:1, p:1",
                "HTTPS_PROXY=http://p:1, '', p:1, null",
                "https_proxy=http://p:1 HTTPS_PROXY=http://q:2, '', p:1, null",
                "HTTP_PROXY=http://p:1 https_proxy=http://q:2, '', q:2, p:1",
                "HTTP_PROXY=p:1, '', p:1, p:1",
                "HTTP_PROXY=https://p:1/, '', p:1, p:1",
                "HTTP_PROXY=http://p, '', p:80, p:80",
                "HTTP_PROXY=http://[fe80::1]:3128, '', [fe80::1]:3128, [fe80::1]:3128",
                "'', http.proxyHost=p http.proxyPort=1, p:1, p:1",
                "'', http.proxyHost=p, p:80, p:80",
                "'', https.proxyHost=p https.proxyPort=1, p:1, null",
                "'', https.proxyHost=p http.proxyHost=q, p:80, q:80",
                "HTTP_PROXY=http://p:1 HTTPS_PROXY=http://p:1, http.proxyHost=q, q:80, q:80",
                "HTTP_PROXY=http://p:1, http.proxyHost=, p:1, p:1"
            })
    void thatOfThePropertiesComesBeforeThatOfTheEnvironment(
            String environment, String properties, String secure, String plain) {
        Proxies proxies = new Proxies(map(environment), map(properties)::get);
        assertThat(String.valueOf(proxies.to(true, "dynamodb.eu-west-1.amazonaws.com")))
                .isEqualTo(secure);
        assertThat(String.valueOf(proxies.to(false, "dynamodb.eu-west-1.amazonaws.com")))
                .isEqualTo(plain);
    }

    private static Map<String, String> map(String pairs) {
        return Stream.of(pairs.split(" ", -1))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    @ParameterizedTest
    @CsvSource({
        "NO_PROXY, example.com, example.com, true",
        "NO_PROXY, example.com, a.b.example.com, true",
        "NO_PROXY, example.com, notexample.com, false",
        "NO_PROXY, .example.com, a.example.com, true",
        "NO_PROXY, .example.com, notexample.com, false",
        "NO_PROXY, *.example.com, a.example.com, true",
        "NO_PROXY, 'a.org , EXAMPLE.com', Example.Com, true",
        "NO_PROXY, *, example.com, true",
        "NO_PROXY, ',,', example.com, false",
        "no_proxy, 10.0.0.1, 10.0.0.1, true",
        "http.nonProxyHosts, example.com, example.com, true",
        "http.nonProxyHosts, example.com, a.example.com, false",
        "http.nonProxyHosts, a.org|*.example.com, a.example.com, true",
        "http.nonProxyHosts, 10.*, 10.1.2.3, true",
        "http.nonProxyHosts, 10.*, 110.1.2.3, false",
        "http.nonProxyHosts, a.c, abc, false",
    })
    void noneIsTakenToWhatIsLeftOut(String setting, String value, String host, boolean isLeftOut) {
        Map<String, String> settings = Map.of(setting, value, "http.proxyHost", "p");
        Proxies proxies = new Proxies(settings, settings::get);
        assertThat(proxies.to(true, host) == null).isEqualTo(isLeftOut);
    }

    @Test
    void itIsSentItsOwnNameAndPassword() {
        assertThat(new Proxies(Map.of("HTTP_PROXY", "http://Aladdin:open%20sesame@p:1"), name -> null)
                        .to(true, "a.org"))
                .isEqualTo(new HttpProxy("p", 1, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        Map<String, String> properties =
                Map.of("https.proxyHost", "p", "https.proxyUser", "Aladdin", "https.proxyPassword", "open sesame");
        assertThat(new Proxies(Map.of(), properties::get).to(true, "a.org"))
                .isEqualTo(new HttpProxy("p", 80, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="))
                .hasToString("p:80");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "http://user:secret@",
                "socks5://secret:1",
                "http://secret secret",
                "http://secret:1x",
                "://"
            })
    void aSettingThatIsWrongIsNamedAndNotRepeated(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Proxies(Map.of("https_proxy", value), name -> null).to(true, "a.org"))
                .withMessage(
                        "The variable HTTPS_PROXY must be an address such as http://proxy.example.com:3128, and is not.");
        assertThat(route("https://127.0.0.1", Map.of("https_proxy", value), Map.of())
                        .proxy())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65536", "x", "80 80"})
    void aPortThatIsWrongIsNamed(String port) {
        Map<String, String> properties = Map.of("http.proxyHost", "p", "http.proxyPort", port);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Proxies(Map.of(), properties::get).to(false, "a.org"))
                .withMessage("The property http.proxyPort must be a whole number from 1 to 65535, and is not.");
    }
}
