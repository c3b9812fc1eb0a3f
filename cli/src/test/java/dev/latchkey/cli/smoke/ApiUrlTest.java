package dev.latchkey.cli.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:3000, http://127.0.0.1:3000/api/auth/login",
        "http://127.0.0.1:3000/, http://127.0.0.1:3000/api/auth/login",
        "http://127.0.0.1:3000/api/auth, http://127.0.0.1:3000/api/auth/login",
        "https://a.example.com/live/api/auth/, https://a.example.com/live/api/auth/login",
        "https://a.example.com/live//, https://a.example.com/live/api/auth/login",
        "HTTPS://a.example.com/, HTTPS://a.example.com/api/auth/login"
    })
    void takesWhatPeopleGive(String text, String login) {
        assertThat(ApiUrl.parse(text).of("login")).hasToString(login);
    }

    @Test
    void seesThatAStageIsMissing() {
        assertThat(ApiUrl.parse("https://a1.execute-api.eu-central-1.amazonaws.com/")
                        .lacksStage())
                .isTrue();
        assertThat(ApiUrl.parse("https://a1.execute-api.eu-central-1.amazonaws.com/live")
                        .lacksStage())
                .isFalse();
        assertThat(ApiUrl.parse("https://auth.example.com").lacksStage()).isFalse();
    }
}
