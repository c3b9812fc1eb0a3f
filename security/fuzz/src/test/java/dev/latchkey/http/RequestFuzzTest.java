package dev.latchkey.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/** Whatever members a proxy event has, of whatever types, it is read or refused. */
class RequestFuzzTest {
    @FuzzTest
    void event(byte[] data) {
        Object event;
        try {
            event = Json.read(new String(data, UTF_8));
        } catch (JsonSyntaxException e) {
            return;
        }
        try {
            read(event);
        } catch (ApiException e) {
            assertThat(e.response().status()).isBetween(400, 499);
        }
    }

    private static void read(@Nullable Object event) {
        Request request = Request.of(Json.object(event));
        assertThat(request.body()).hasSize(request.bodyLength());
        assertThat(request.method() + request.path() + request.route()).isNotNull();
        assertThat(request.pathParameter("token_key") + request.sourceIp() + request.requestId() + request.userAgent())
                .isNotNull();
        Principal.of(request).ifPresent(principal -> {
            assertThat(principal.userId()).isNotNegative();
            assertThat(principal.toContext()).doesNotContainValue(null);
        });
        BodyFuzzTest.read(String.valueOf(request.header("content-type")), request.body());
    }
}
