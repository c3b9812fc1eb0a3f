package dev.latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.event.AccountEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottledExceptionTest {
    @ParameterizedTest
    @CsvSource({
        "PT60S, 60, 60 seconds",
        "PT1.5S, 2, 2 seconds",
        "PT1S, 1, 1 second",
        "PT0.001S, 1, 1 second",
        "PT0S, 1, 1 second",
        "PT-3S, 1, 1 second",
    })
    void saysWhatDjangoRestFrameworkSays(Duration retryAfter, String header, String text) {
        AccountEvent event = AccountEvent.of(AccountEvent.Kind.THROTTLED);
        assertThat(new ThrottledException(retryAfter, event).response())
                .isEqualTo(new Response(
                                429,
                                Map.of("Retry-After", header),
                                Map.of("detail", "Request was throttled. Expected available in " + text + "."))
                        .withEvent(event));
    }
}
