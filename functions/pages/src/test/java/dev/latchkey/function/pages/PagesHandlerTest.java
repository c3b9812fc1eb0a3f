package dev.latchkey.function.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Variables;
import dev.latchkey.json.Json;
import dev.latchkey.pages.AccountPages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the function answers to the files in events/. */
class PagesHandlerTest {
    private final PagesHandler handler = new PagesHandler(new Environment(Map.of("PRIMING_ROUNDS", "1")));

    @ParameterizedTest
    @CsvSource({"page,", "http-api-1.0,", "known,", "file, style.css"})
    void answersWithAFileAndItsHeaders(String event, String name) throws Exception {
        var file = new AccountPages(new Variables(Map.of()))
                .find(name == null ? AccountPages.PAGE : name)
                .orElseThrow();
        Map<String, Object> answer = answer(event(event));
        assertThat(answer.get("statusCode").toString()).isEqualTo("200");
        assertThat(answer).containsEntry("body", file.text()).containsEntry("isBase64Encoded", false);
        assertThat(headers(answer))
                .containsAllEntriesOf(file.headers())
                .containsEntry("Content-Type", file.contentType())
                .containsEntry("X-Content-Type-Options", "nosniff");
    }

    @Test
    void aBrowserThatHasThePageGetsItNotAgain() throws Exception {
        String tag = (String) headers(answer(event("page"))).get("ETag");
        String again = event("known").replace("W/\\\"0123456789abcdef\\\"", tag.replace("\"", "\\\""));
        Map<String, Object> answer = answer(again);
        assertThat(answer.get("statusCode").toString()).isEqualTo("304");
        assertThat(answer).containsEntry("body", "");
        assertThat(headers(answer))
                .containsEntry("ETag", tag)
                .containsEntry("Cache-Control", "no-cache")
                .containsKey("Content-Security-Policy")
                .doesNotContainKey("Content-Type");
    }

    @Test
    void headHasTheHeadersAlone() throws Exception {
        Map<String, Object> answer = answer(event("page").replace("\"GET\"", "\"HEAD\""));
        assertThat(answer).containsEntry("body", "");
        assertThat(headers(answer)).isEqualTo(headersWithoutType(answer(event("page"))));
    }

    @Test
    void aSlashAtTheEndLeadsToThePage() throws Exception {
        Map<String, Object> answer = answer(event("trailing-slash"));
        assertThat(answer.get("statusCode").toString()).isEqualTo("308");
        assertThat(headers(answer)).containsEntry("Location", "../account");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-file", "wrong-method"})
    void everythingElseIsAnsweredAsByTheApi(String event) throws Exception {
        Map<String, Object> answer = answer(event(event));
        assertThat(answer.get("statusCode").toString()).isIn("404", "405");
        assertThat(headers(answer)).containsEntry("Content-Type", "application/json");
        assertThat(answer.get("body").toString()).startsWith("{\"detail\":");
    }

    private static String event(String name) throws IOException {
        return Files.readString(Path.of("../../events/pages-" + name + ".json"));
    }

    private Map<String, Object> answer(String event) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, null);
        return Json.object(Json.read(output.toString(StandardCharsets.UTF_8)));
    }

    private static Map<String, Object> headers(Map<String, Object> answer) {
        return Json.object(answer.get("headers"));
    }

    private static Map<String, Object> headersWithoutType(Map<String, Object> answer) {
        Map<String, Object> headers = headers(answer);
        headers.remove("Content-Type");
        return headers;
    }
}
