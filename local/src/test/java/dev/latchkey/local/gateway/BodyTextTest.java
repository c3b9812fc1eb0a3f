package dev.latchkey.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyTextTest {
    @ParameterizedTest
    @CsvSource({
        "image/png, image/png, true",
        "image/png, IMAGE/PNG, true",
        "Image/PNG, image/png, true",
        "image/png, image/png; charset=binary, true",
        "image/png, ' image/png ;a=b', true",
        "image/png, image/pngx, false",
        "image/png, image/jpeg, false",
        "image/*, image/jpeg, true",
        "image/*, imagery/jpeg, false",
        "*/*, application/json, true",
        "*/*, '', true",
        "image/png, '', false",
    })
    void knowsBinaryMediaTypes(String binary, String contentType, boolean isBinary) {
        assertThat(new BodyText(List.of(binary)).isBinary(contentType)).isEqualTo(isBinary);
    }

    @Test
    void isTextUnlessItsMediaTypeIsBinary() {
        BodyText bodies = new BodyText(List.of("image/*"));
        assertThat(bodies.of(request("text/plain", "Grüße".getBytes(UTF_8))))
                .matches(body -> !body.isBase64() && body.text().orElseThrow().equals("Grüße"));
        assertThat(bodies.of(request("image/png", "Grüße".getBytes(UTF_8))))
                .matches(body -> body.isBase64() && body.text().orElseThrow().equals("R3LDvMOfZQ=="));
        assertThat(bodies.of(request("image/png", new byte[0])))
                .matches(body -> !body.isBase64() && body.text().isEmpty());
    }

    /** API Gateway would put U+FFFD in place of what it cannot read, and nobody could tell it from a U+FFFD that was sent. */
    @Test
    void whatIsNoUtf8StaysWhatItIs() {
        BodyText bodies = new BodyText(List.of());
        byte[] latin = {'{', (byte) 0xFC, '}'};
        assertThat(bodies.of(request("application/json", latin)))
                .matches(body -> body.isBase64()
                        && body.text().orElseThrow().equals(Base64.getEncoder().encodeToString(latin)));
        assertThat(bodies.of(request("application/json", "\uFFFD".getBytes(UTF_8))))
                .matches(body -> !body.isBase64() && body.text().orElseThrow().equals("\uFFFD"));
    }

    @Test
    void doesNotShowABody() {
        assertThat(new BodyText(List.of()).of(request("text/plain", "secret".getBytes(UTF_8))))
                .asString()
                .doesNotContain("secret");
    }

    private static IncomingRequest request(String contentType, byte[] body) {
        return new IncomingRequest(
                "POST", "/", null, new Headers().set("content-type", contentType), body, "192.0.2.1", "HTTP/1.1");
    }
}
