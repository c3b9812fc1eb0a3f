package dev.latchkey.function.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationHeaderTest {
    private final AuthorizationHeader header = new AuthorizationHeader("Token");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'', Authentication credentials were not provided.",
                "Bearer abc, Authentication credentials were not provided.",
                "Tokenabc, Authentication credentials were not provided.",
                "Token, Invalid token header. No credentials provided.",
                "'  tOKEN  ', Invalid token header. No credentials provided.",
                "Token a b, Invalid token header. Token string should not contain spaces.",
            })
    void refusesAsKnoxDoes(String text, String detail) {
        assertThatThrownBy(() -> header.token(text))
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        e -> assertThat(e.detail()).isEqualTo(detail));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Token abc", "token abc", "  TOKEN \t abc \r\n"})
    void readsTheTokenAsKnoxDoes(String text) throws Exception {
        assertThat(header.token(text)).isEqualTo("abc");
    }
}
