package dev.latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.text.Language;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "PT1H, one hour, eine Stunde",
        "PT24H, one day, einen Tag",
        "P7D, seven days, sieben Tage",
        "PT90M, 90 minutes, 90 Minuten",
        "PT12H, twelve hours, zwölf Stunden",
        "PT13H, 13 hours, 13 Stunden",
        "PT1M, one minute, eine Minute",
        "PT61S, 61 seconds, 61 Sekunden",
        "PT2S, two seconds, zwei Sekunden",
        "PT1S, one second, eine Sekunde",
    })
    void saysADurationAsPeopleDo(Duration duration, String english, String german) {
        assertThat(Words.duration(duration, Language.EN)).isEqualTo(english);
        assertThat(Words.duration(duration, Language.DE)).isEqualTo(german);
    }
}
