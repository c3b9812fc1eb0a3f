package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That an answer which {@code docs/openapi.yaml} does not describe is found out. */
class OpenApiDescriptionTest {
    private static final String COMMON = "Cache-Control: no-store|X-Content-Type-Options: nosniff"
            + "|Access-Control-Allow-Origin: *|Access-Control-Expose-Headers: Allow, Retry-After, WWW-Authenticate"
            + "|Content-Type: application/json";
    private static final String USER = "{\"id\": 7, \"username\": \"ada\", \"email\": \"ada@example.com\"}";
    private static final String UNAUTHORIZED = "{\"detail\": \"Invalid token.\"}";

    @Test
    void whatIsDescribedPasses() {
        assertThat(problems("GET", "/api/auth/user", 200, COMMON, USER)).isEmpty();
        assertThat(problems("GET", "/api/auth/user/?next=1", 200, COMMON, USER)).isEmpty();
        assertThat(problems("HEAD", "/api/auth/user", 200, COMMON, "")).isEmpty();
        assertThat(problems("GET", "/api/auth/user", 401, COMMON + "|WWW-Authenticate: Token", UNAUTHORIZED))
                .isEmpty();
        assertThat(problems("PUT", "/api/auth/login", 405, COMMON + "|Allow: POST, OPTIONS", detail("No.")))
                .isEmpty();
        assertThat(problems("GET", "/nowhere", 404, COMMON, detail("Not found.")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/auth/user,  302",
        "GET,    /api/auth/user,  201",
        "POST,   /api/auth/login, 201",
        "PUT,    /api/auth/login, 200",
        "DELETE, /api/auth/login, 204",
        "GET,    /nowhere,        200",
        "GET,    /nowhere,        401",
        "GET,    /api/auth/tokens/0123456789abcdef, 200",
    })
    void anotherStatusDoesNot(String method, String path, int status) {
        assertThat(problems(method, path, status, COMMON, USER)).containsExactly("there is no status " + status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Cache-Control: no-store;             ;                                 the header Cache-Control is missing",
                "Cache-Control: no-store;             Cache-Control: private;           CacheControl/schema",
                "Access-Control-Allow-Origin: *;      ;                                 the header Access-Control-Allow-Origin is missing",
                "X-Content-Type-Options: nosniff;     X-Content-Type-Options: nosniff|X-Content-Type-Options: nosniff; more than once",
                "Content-Type: application/json;      Content-Type: text/html;          Content-Type should be application/json",
                "Content-Type: application/json;      Content-Type: application/json|Server: Jetty; the header Server is not described",
                "Content-Type: application/json;      Content-Type: application/json|Set-Cookie: a=b; the header Set-Cookie is not described",
            })
    void otherHeadersDoNot(String header, String instead, String problem) {
        String headers = COMMON.replace(header, instead == null ? "X-Amzn-RequestId: 1" : instead);
        assertThat(problems("GET", "/api/auth/user", 200, headers, USER))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "401; WWW-Authenticate: ;      Invalid token.",
                "401; Cache-Control: no-store; Invalid token.",
                "405; Allow: GET;              Method not allowed.",
                "429; Retry-After: soon;       Request was throttled.",
                "429; Retry-After: 0;          Request was throttled.",
                "503; Retry-After: -1;         Service temporarily unavailable, try again later.",
            })
    void headersOfOtherFormsDoNot(int status, String header, String detail) {
        assertThat(problems("GET", "/api/auth/user", status, COMMON + "|" + header, detail(detail)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"id\": 7, \"username\": \"ada\"}",
                "{\"id\": \"7\", \"username\": \"ada\", \"email\": \"\"}",
                "{\"id\": 9007199254740992, \"username\": \"ada\", \"email\": \"\"}",
                "{\"id\": 7, \"username\": \"ada\", \"email\": \"\", \"password\": \"x\"}",
                "[]",
                "null",
            })
    void otherBodiesDoNot(String body) {
        assertThat(problems("GET", "/api/auth/user", 200, COMMON, body)).isNotEmpty();
    }

    @Test
    void aBodyIsWhereItIsDescribedAndNowhereElse() {
        assertThat(problems("GET", "/api/auth/user", 200, COMMON, "")).containsExactly("there should be a body");
        assertThat(problems("POST", "/api/auth/logout", 204, COMMON, "{}")).containsExactly("there should be no body");
        assertThat(problems("GET", "/api/auth/user", 401, COMMON + "|WWW-Authenticate: Token", detail("Who are you?")))
                .isNotEmpty();
    }

    private static String detail(String text) {
        return "{\"detail\": \"" + text + "\"}";
    }

    private static List<String> problems(String method, String path, int status, String headers, String body) {
        String text = "HTTP/1.1 " + status + " .\r\n" + headers.replace("|", "\r\n") + "\r\n\r\n" + body;
        Answer answer = Answer.parse(text.getBytes(StandardCharsets.UTF_8), false);
        return OpenApiDescription.OURS.problems(method, path, answer);
    }
}
