package dev.latchkey.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyAnswerTest {
    @Test
    void readsStatusHeadersAndBody() throws Exception {
        Answer answer = read("{\"statusCode\": 201, \"headers\": {\"X-A\": \"1\", \"X-B\": true}, \"body\": \"ü\"}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers().multiValue())
                .isEqualTo(Map.of(
                        "Content-Type", List.of("application/json"), "X-A", List.of("1"), "X-B", List.of("true")));
        assertThat(new String(answer.body(), UTF_8)).isEqualTo("ü");
    }

    @Test
    void takesSilenceForSuccess() throws Exception {
        for (String json :
                List.of("{\"body\": null}", "{\"headers\": null, \"multiValueHeaders\": null, \"body\": null}")) {
            Answer answer = read(json);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers().last("content-type")).contains("application/json");
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void aNameInBothMapsHasTheValuesOfBoth() throws Exception {
        Answer answer = read("{\"headers\": {\"vary\": \"Origin\", \"Content-Type\": \"text/plain\"},"
                + " \"multiValueHeaders\": {\"Vary\": [\"Accept\", \"Cookie\"], \"X-None\": []}}");
        assertThat(answer.headers().multiValue())
                .containsEntry("vary", List.of("Origin", "Accept", "Cookie"))
                .containsEntry("Content-Type", List.of("text/plain"))
                .doesNotContainKey("X-None");
    }

    @Test
    void givesSomeHeadersOtherNamesAndDropsThoseOfTheConnection() throws Exception {
        Answer answer =
                read("{\"headers\": {\"WWW-Authenticate\": \"Token\", \"date\": \"x\", \"Content-Length\": \"9\","
                        + " \"Transfer-Encoding\": \"chunked\", \"TE\": \"x\"}}");
        assertThat(answer.headers().multiValue())
                .containsEntry("x-amzn-Remapped-WWW-Authenticate", List.of("Token"))
                .containsEntry("x-amzn-Remapped-date", List.of("x"))
                .doesNotContainKeys("WWW-Authenticate", "Date", "Content-Length", "Transfer-Encoding", "TE");
    }

    @Test
    void decodesABodyOnlyForAClientThatTakesBinary() throws Exception {
        byte[] json = "{\"isBase64Encoded\": true, \"body\": \"AAEC\"}".getBytes(UTF_8);
        assertThat(ProxyAnswer.read(json, true).body()).containsExactly(0, 1, 2);
        assertThat(ProxyAnswer.read(json, false).body()).isEqualTo("AAEC".getBytes(UTF_8));
        byte[] text = "{\"isBase64Encoded\": false, \"body\": \"AAEC\"}".getBytes(UTF_8);
        assertThat(ProxyAnswer.read(text, true).body()).isEqualTo("AAEC".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "{\"statusCode\": 200",
                "[]",
                "{}",
                "{\"statusCode\": 200, \"other\": 1}",
                "{\"statusCode\": 200, \"headers\": {\"a\": 1}}",
                "\"text\"",
                "null",
                "{\"statusCode\": 199}",
                "{\"statusCode\": 600}",
                "{\"statusCode\": \"no number\"}",
                "{\"statusCode\": null}",
                "{\"headers\": []}",
                "{\"headers\": {\"a\": [\"b\"]}}",
                "{\"headers\": {\"a\": null}}",
                "{\"multiValueHeaders\": {\"a\": \"b\"}}",
                "{\"multiValueHeaders\": {\"a\": [null]}}",
                "{\"body\": {\"a\": 1}}",
                "{\"body\": 1}",
                "{\"isBase64Encoded\": true, \"body\": \"***\"}",
            })
    void refusesWhatApiGatewayWould(String json) {
        assertThatThrownBy(() -> ProxyAnswer.read(json.getBytes(UTF_8), true))
                .isInstanceOf(MalformedAnswerException.class);
    }

    /** An error message goes into a log. */
    @Test
    void quotesNothingOfWhatItRefuses() {
        assertThatThrownBy(() -> read("{\"body\": [\"secret\"], \"token\": "))
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("token");
    }

    private static Answer read(String json) throws MalformedAnswerException {
        return ProxyAnswer.read(json.getBytes(UTF_8), false);
    }
}
