package dev.latchkey.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PunycodeTest {
    /** The sample strings of RFC 3492, section 7.1. */
    @ParameterizedTest
    @CsvSource({
        "\u0644\u064A\u0647\u0645\u0627\u0628\u062A\u0643\u0644\u0645\u0648\u0634\u0639\u0631\u0628\u064A\u061F, egbpdaj6bu4bxfgehfvwxn",
        "\u4ED6\u4EEC\u4E3A\u4EC0\u4E48\u4E0D\u8BF4\u4E2D\u6587, ihqwcrb4cv8a8dqg056pqjye",
        "\u4ED6\u5011\u7232\u4EC0\u9EBD\u4E0D\u8AAA\u4E2D\u6587, ihqwctvzc91f659drss3x8bo0yb",
        "3\u5E74B\u7D44\u91D1\u516B\u5148\u751F, 3B-ww4c5e180e575a65lsy2b",
        "\u00FCber, ber-goa",
        "ma\u00F1ana, maana-pta",
        "\uD83D\uDE00, e28h",
        "abc, abc-",
        "'', ''",
    })
    void labelsAreEncoded(String label, String encoded) {
        assertThat(Punycode.encode(label)).isEqualTo(encoded);
    }
}
