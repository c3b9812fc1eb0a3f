package dev.latchkey.function.authorizer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;

/** A header is read as Python's {@code str.split} would split it. */
class AuthorizationHeaderFuzzTest {
    private final AuthorizationHeader header = new AuthorizationHeader("Token");

    @FuzzTest
    void header(byte[] data) {
        String text = new String(data, ISO_8859_1);
        List<String> words = Arrays.stream(text.split("[ \\t\\n\\r\\x0b\\f]+"))
                .filter(word -> !word.isEmpty())
                .toList();
        boolean meant = !words.isEmpty() && words.get(0).equalsIgnoreCase("token");
        try {
            assertThat(header.token(text)).isEqualTo(words.get(1));
            assertThat(meant && words.size() == 2).isTrue();
        } catch (AuthenticationException e) {
            assertThat(meant && words.size() == 2).isFalse();
            assertThat(e.detail()).isEqualTo(expected(meant, words.size()));
        }
    }

    private static String expected(boolean meant, int words) {
        if (!meant) {
            return "Authentication credentials were not provided.";
        }
        return "Invalid token header. "
                + (words == 1 ? "No credentials provided." : "Token string should not contain spaces.");
    }
}
