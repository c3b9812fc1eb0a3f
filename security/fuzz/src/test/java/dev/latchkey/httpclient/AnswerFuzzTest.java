package dev.latchkey.httpclient;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Whatever a server sends is an answer or an {@link IOException}, and the same however it is read. */
class AnswerFuzzTest {
    @FuzzTest
    void answer(byte[] data) {
        String atOnce = read(data, 8_192);
        assertThat(read(data, 1)).isEqualTo(atOnce);
        assertThat(read(data, 7)).isEqualTo(atOnce);
        assertThat(atOnce.length()).isLessThan(2 * data.length + 500);
    }

    private static String read(byte[] data, int step) {
        InputStream source = new Source(new ByteArrayInputStream(data));
        StringBuilder read = new StringBuilder();
        try {
            ResponseHead head = ResponseHead.read(source);
            assertThat(head.status()).isBetween(200, 999);
            read.append(head.status()).append(head.reason()).append(head.isKeptOpen());
            long length = head.bodyLength(SdkHttpMethod.POST);
            if (length != 0) {
                read.append(all(new Body(exchange(), source, length, head.isKeptOpen()), step));
            }
            read.append(" and ").append(source.readAllBytes().length);
        } catch (IOException e) {
            assertThat(e.getMessage()).hasSizeLessThan(data.length + 200);
            read.append(e.getMessage());
        }
        return read.toString();
    }

    private static String all(InputStream body, int step) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[step];
        for (int read = body.read(some); read >= 0; read = body.read(some)) {
            assertThat(read).as("a read that gets nothing would go on for ever").isPositive();
            all.write(some, 0, read);
        }
        body.close();
        return all.size() + " bytes " + all.toString(ISO_8859_1).hashCode();
    }

    private static Exchange exchange() {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create("http://localhost"))
                .build();
        return new Exchange(
                HttpExecuteRequest.builder().request(request).build(),
                new Proxies(Map.of(), name -> null),
                new Pool(1, Duration.ofMinutes(1), InstantSource.system()),
                new Dialer(1, 1, null));
    }
}
