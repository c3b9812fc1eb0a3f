package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretScanTest {
    private static final String SECRET = "Zx9!\"vorpal\" Tündra~?>";

    private final SecretScan scan = new SecretScan();

    @Test
    void findsASecretHoweverItIsWritten() {
        scan.plant(SECRET);
        byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
        List<String> written = List.of(
                SECRET,
                SECRET.replace("\"", "\\\""),
                URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                Arrays.toString(bytes));
        assertThat(written)
                .allSatisfy(form ->
                        assertThat(scan.findIn("before " + form + " after")).isNotEmpty());
    }

    @Test
    void findsItInBase64WhereverItBegins() {
        scan.plant(SECRET);
        for (int before = 0; before < 6; before++) {
            byte[] around = ("x".repeat(before) + SECRET + "and more").getBytes(StandardCharsets.UTF_8);
            assertThat(scan.findIn("a " + Base64.getEncoder().encodeToString(around)))
                    .hasSize(1);
            assertThat(scan.findIn("a " + Base64.getUrlEncoder().encodeToString(around)))
                    .hasSize(1);
        }
    }

    @Test
    void findsNothingElse() {
        scan.plant(SECRET);
        scan.plant("password");
        scan.plant("/api/auth/password");
        scan.plant("2026-11-24");
        assertThat(scan.size()).isOne();
        assertThat(scan.findIn("POST /api/auth/password 2026-11-24 " + SECRET.substring(1)))
                .isEmpty();
    }
}
