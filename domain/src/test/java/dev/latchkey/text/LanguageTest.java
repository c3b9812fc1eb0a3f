package dev.latchkey.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de | DE",
                "de-AT,de;q=0.9,en;q=0.8 | DE",
                "en-GB,de;q=0.9 | EN",
                "fr,de;q=0.5,en;q=0.4 | DE",
                "fr | EN",
                "* | EN",
                "'' | EN",
                "en;q=0.1, de;q=0.2 | DE",
                "DE | DE",
                "de;q=abc | EN",
                "-,; | EN",
            })
    void theLanguageThatIsLikedBestIsTaken(String header, Language language) {
        assertThat(Language.preferred(header)).isEqualTo(language);
    }

    @Test
    void noHeaderAndOneThatIsTooLongMeanEnglish() {
        assertThat(Language.preferred(null)).isEqualTo(Language.EN);
        assertThat(Language.preferred("de," + "x".repeat(10_000))).isEqualTo(Language.EN);
    }

    @Test
    void tagsAreRead() {
        for (Language language : Language.values()) {
            assertThat(Language.ofTag(language.tag())).isEqualTo(language);
        }
    }
}
