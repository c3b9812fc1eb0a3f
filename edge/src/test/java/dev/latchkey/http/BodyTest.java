package dev.latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as clients of Django REST framework send them. */
class BodyTest {
    /** What curl 8 sends for {@code -F username=ada -F 'password=Zoë +1'}, but for the boundary. */
    private static final String CURL = lines(
            "--XX",
            "Content-Disposition: form-data; name=\"username\"",
            "",
            "ada",
            "--XX",
            "Content-Disposition: form-data; name=\"password\"",
            "",
            "Zoë +1",
            "--XX--",
            "");

    @Test
    void multipartIsReadAsAFormIs() {
        FormFields fields = fields("multipart/form-data; boundary=XX", CURL.getBytes(StandardCharsets.UTF_8));
        assertThat(fields.trimmed("username")).isEqualTo("ada");
        assertThat(fields.verbatim("password")).isEqualTo("Zoë +1");
        fields.check();
    }

    @Test
    void ofEqualNamesTheLastWinsAndAFileIsNoText() {
        String body = lines(
                "preamble",
                "--XX",
                "content-disposition: form-data; name=a",
                "",
                "1",
                "--XX",
                "X-Other: 1",
                "Content-Disposition: form-data; name=\"a\"; x=y",
                "Content-Type: text/plain",
                "",
                "",
                "2",
                "",
                "--XX",
                "Content-Disposition: form-data; name=\"f\"; filename=\"f.txt\"",
                "",
                "x",
                "--XX",
                "Content-Disposition: form-data; name=\"q\\\"t\"",
                "",
                "3",
                "--XX--",
                "epilogue");
        Map<String, @Nullable Object> fields = multipart(body);
        assertThat(fields).containsEntry("a", "\r\n2\r\n").containsEntry("q\"t", "3");
        assertThat(fields.get("f")).isNotInstanceOf(String.class);
        assertThat(fields).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--XX",
                "--XX\r\n",
                "--XX\r\n\r\n",
                "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n1",
                "x"
            })
    void whatIsCutOffHasNoField(String body) {
        assertThat(multipart(body)).isEmpty();
    }

    @Test
    void aMultipartBodyWithoutABoundaryIsRefusedInDjangosWords() {
        assertThatThrownBy(() -> fields("multipart/form-data", CURL.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        ParseException.class,
                        e -> assertThat(e.response().body())
                                .isEqualTo(Map.of(
                                        "detail", "Multipart form parse error - Invalid boundary in multipart: None")));
    }

    /** A body of many parts, or of almost-boundaries, takes no more than its length. */
    @Test
    void hostileMultipartBodiesAreReadInNoTime() {
        String part = "\r\n--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n";
        assertThatThrownBy(() -> multipart(part.repeat(1_100) + "\r\n--XX--")).isInstanceOf(ParseException.class);
        long start = System.nanoTime();
        for (String body : List.of(
                "\r\n--X".repeat(16_000),
                "--XX\r\nContent-Disposition: form-data" + "; name=".repeat(9_000) + "\r\n\r\n1\r\n--XX--",
                "--XX\r\nContent-Disposition: form-data; name=\"" + "\\".repeat(60_000) + "\r\n\r\n1\r\n--XX--")) {
            multipart(body);
        }
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json, application/json | application/json | UTF-8",
                "application/json; charset=latin-1 | application/json | ISO-8859-1",
                "application/json; charset=ISO_8859-1 | application/json | ISO-8859-1",
                "application/json;charset=\"cp1252\" | application/json | windows-1252",
                "application/json; charset=cp037 | application/json | UTF-8",
                "application/json; charset=utf-16 | application/json | UTF-8",
                "application/json, text/plain | application/json, text/plain | UTF-8",
            })
    void charsetsAreThoseThatClientsSend(String header, String type, String charset) {
        MediaType read = MediaType.parse(header);
        assertThat(read.type()).isEqualTo(type);
        assertThat(read.charset()).isEqualTo(Charset.forName(charset));
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines);
    }

    private static Map<String, @Nullable Object> multipart(String body) {
        return MultipartBody.read(body.getBytes(StandardCharsets.UTF_8), "XX", StandardCharsets.UTF_8);
    }

    private static FormFields fields(String type, byte[] body) {
        return FormFields.of(Request.of(Map.of(
                "headers",
                Map.of("Content-Type", type),
                "body",
                Base64.getEncoder().encodeToString(body),
                "isBase64Encoded",
                true)));
    }
}
