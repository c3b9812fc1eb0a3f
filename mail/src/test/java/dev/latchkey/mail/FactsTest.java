package dev.latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.text.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FactsTest {
    /** Agents as the browsers send them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox on Linux",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0 | Edge on Windows",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15 | Safari on macOS",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0 Mobile/15E148 Safari/604.1 | Chrome on iPhone",
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36 | Chrome on Android",
                "curl/8.14.1 | curl",
                "SomeApp (Windows) | Windows",
            })
    void namesAClientInWordsOfItsOwn(String userAgent, String name) {
        assertThat(Facts.device(userAgent, Language.EN)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://evil.example", "Sign in at evil.example"})
    void saysNothingOfAClientItDoesNotKnow(String userAgent) {
        assertThat(Facts.device(userAgent, Language.EN)).isEmpty();
    }

    @Test
    void repeatsAddressesAndNothingElse() {
        assertThat(Facts.source("198.51.100.24")).contains("198.51.100.24");
        assertThat(Facts.source("2001:db8::1")).contains("2001:db8::1");
        assertThat(Facts.source("evil.example")).isEmpty();
        assertThat(Facts.source("cafe")).isEmpty();
        assertThat(Facts.source("")).isEmpty();
    }
}
