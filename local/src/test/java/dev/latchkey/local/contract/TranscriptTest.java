package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The convention of {@link DocumentationTest}: right examples pass, wrong ones do not. */
class TranscriptTest {
    private final TestSite site = TestSite.shared(Profile.DEFAULT);

    @Test
    void rightExamplesPass() {
        run("""
                Text, and a block that is not run:
                ```console
                $ ./latchkey serve | tee log
                ```
                ```console
                $ curl -s localhost:3000/api/auth/login -H 'Content-Type: application/json' \\
                    -d '{"username": "alice", "password": "Correct-Horse-9!"}'
                {
                  "user": {"id": …, "username": "alice", "email": "alice@example.com"},
                  "token": "…",
                  "expiry": "20…Z"
                }
                $ TOKEN=…   # the token of the answer above
                $ curl -i http://127.0.0.1:3000/api/auth/user -H "Authorization: Token $TOKEN"
                HTTP/1.1 200 OK
                content-type: application/json

                {"id":…,"username":"al…","email":"alice@example.com"}
                ```
                ```console
                $ curl -s -o /dev/null -w '%{http_code}\\n' -X POST localhost:3000/api/auth/logout -H "Authorization: Token ${TOKEN}"
                204
                $ curl -si localhost:3000/api/auth/user -H "Authorization: Token $TOKEN"
                HTTP/1.1 401 …
                WWW-Authenticate: Token

                {"detail":"Invalid token."}
                $ curl --json '{}' localhost:3000/api/auth/login
                {"username":["This field is required."],"password":["This field is required."]}
                $ curl -s --data-urlencode 'username=nobody & co' -d password=x localhost:3000/api/auth/login/
                {"non_field_errors":["Incorrect Credentials"]}
                ```
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$ curl localhost:3000/api/auth/user\n{\"detail\":\"Something else.\"}",
                "$ curl localhost:3000/api/auth/user\n{\"detail\":\"…x\"}",
                "$ curl localhost:3000/api/auth/user\n{\"detail\":…,\"more\":1}",
                "$ curl localhost:3000/api/auth/user\n{}",
                "$ curl localhost:3000/api/auth/user",
                "$ curl localhost:3000/api/auth/user\nnot JSON",
                "$ curl -i localhost:3000/api/auth/user\nHTTP/1.1 200 OK\n\n{\"detail\":\"…\"}",
                "$ curl -i localhost:3000/api/auth/user\nHTTP/1.1 401 …\nWWW-Authenticate: Bearer\n\n{\"detail\":\"…\"}",
                "$ curl -i localhost:3000/api/auth/user\nHTTP/1.1 401 …\nX-Missing: …\n\n{\"detail\":\"…\"}",
                "$ curl -s -o /dev/null -w '%{http_code}' localhost:3000/api/auth/user\n200",
                "$ TOKEN=abc\nabc\n$ curl -s localhost:3000/api/auth/user\n{\"detail\":\"…\"}",
            })
    void wrongExamplesFail(String block) {
        assertThatThrownBy(() -> run("```console\n" + block + "\n```")).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$ curl localhost:3000/api/auth/user | jq .",
                "$ curl --proxy x localhost:3000/api/auth/user",
                "$ curl -k localhost:3000/api/auth/user",
                "$ curl localhost:3000/api/auth/user -H \"Authorization: Token $UNKNOWN\"",
                "$ TOKEN=…\n$ curl localhost:3000/api/auth/user",
                "$ echo\n$ curl localhost:3000/api/auth/user",
                "output first\n$ curl localhost:3000/api/auth/user",
                "$ curl 'localhost:3000/api/auth/user",
                "$ curl -s",
            })
    void whatTheConventionLacksIsToldApart(String block) {
        assertThatThrownBy(() -> run("```console\n" + block + "\n```")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wordsAreAShells() {
        assertThat(words("a 'b  c' \"d $e\" f\\ g h\"i\"'j' '' # no\\"))
                .containsExactly("a", "b  c", "d $e", "f g", "hij", "");
        assertThat(words("'$a' \\$b \"\\$c\\d\"")).containsExactly("\ue000a", "\ue000b", "\ue000c\\d");
        assertThat(new ShellWords("a \\").isOpen()).isTrue();
        assertThat(new ShellWords("a 'b").isOpen()).isTrue();
        assertThatCode(() -> words("a#b")).doesNotThrowAnyException();
    }

    private static List<String> words(String line) {
        return new ShellWords(line).words();
    }

    private void run(String markdown) {
        Transcript transcript = new Transcript(site.http());
        ConsoleExample.blocks(markdown).stream().flatMap(List::stream).forEach(transcript::run);
    }
}
