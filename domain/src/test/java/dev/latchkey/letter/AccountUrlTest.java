package dev.latchkey.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccountUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://accounts.example.com/account",
                "https://accounts.example.com",
                "https://accounts.example.com:8443/a-b/c_d.html",
                "http://localhost:3000/account",
                "http://127.0.0.1:3000/account",
            })
    void carriesWhatItCarriesBehindTheHash(String url) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("uid", "MTI");
        parameters.put("token", "a+b&c=d e");
        assertThat(read(url).page("reset", parameters).reveal())
                .isEqualTo(url + "#reset?uid=MTI&token=a%2Bb%26c%3Dd+e");
        assertThat(read(url).page("forgot").reveal()).isEqualTo(url + "#forgot");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://accounts.example.com/account",
                "http://localhost.example.com/account",
                "https://accounts.example.com/#reset",
                "https://user:password@accounts.example.com/",
                "https:///account",
                "https://accounts.example.com/?a=b",
                "http://[::1]:3000/account",
                "javascript:alert(1)",
                "accounts.example.com",
                "https://accounts.example.com/a b",
                "https://accounts.example.com/\r\nBcc: x",
            })
    void refusesWhatIsNoPageOfPeople(String url) {
        assertThatThrownBy(() -> read(url))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("ACCOUNT_URL must be the https address of a page");
    }

    @Test
    void isOnThisMachineWhereMailsStayThere() {
        assertThat(AccountUrl.from(new Variables(Map.of("MAIL", "outbox")))
                        .page("forgot")
                        .reveal())
                .isEqualTo("http://127.0.0.1:3000/account#forgot");
    }

    @Test
    void hasToBeSet() {
        assertThatThrownBy(() -> AccountUrl.from(new Variables(Map.of()))).hasMessage("ACCOUNT_URL is not set");
    }

    @Test
    void showsNothingOfALink() {
        assertThat(read("https://a.example/").page("verify", Map.of("key", "s3cret")))
                .hasToString("LetterLink[hidden]");
    }

    private static AccountUrl read(String url) {
        return AccountUrl.from(new Variables(Map.of("ACCOUNT_URL", url)));
    }
}
