package dev.latchkey.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PasswordTest {
    @Test
    void textComesOutByItsOwnNameOnly() {
        Password password = Password.of(" Correct-Horse-9! ");
        assertThat(password.reveal()).isEqualTo(" Correct-Horse-9! ");
        assertThat(password).hasToString("Password[hidden]");
    }

    @Test
    void lengthsCountCodePointsAndBytes() {
        Password password = Password.of("aß🙂");
        assertThat(password.length()).isEqualTo(3);
        assertThat(password.utf8Length()).isEqualTo(7);
        assertThat(password.utf8()).isEqualTo("aß🙂".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void onlyLoneSurrogatesAreIllFormed() {
        assertThat(Password.of("").isWellFormed()).isTrue();
        assertThat(Password.of("\0\ud83d\ude42\uffff").isWellFormed()).isTrue();
        assertThat(Password.of("a\ud83d").isWellFormed()).isFalse();
        assertThat(Password.of("\ude42\ud83d").isWellFormed()).isFalse();
    }
}
