package dev.latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The right-hand side is what Python 3.11 prints. */
class PythonNumberTest {
    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "1.1, 1.1",
        "100.0, 100.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1e22, 1e+22",
        "1e23, 1e+23",
        "8.41e21, 8.41e+21",
        "2e23, 2e+23",
        "1e-4, 0.0001",
        "1e-5, 1e-05",
        "1.23e-5, 1.23e-05",
        "5e-324, 5e-324",
        "1e-323, 1e-323",
        "1.5e-323, 1.5e-323",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "9007199254740992.0, 9007199254740992.0",
        "1234567890123456.7, 1234567890123456.8",
        "12345678901234567.8, 1.2345678901234568e+16",
        "-2.5, -2.5",
        "3.141592653589793, 3.141592653589793",
        "4.35, 4.35",
        "0.002, 0.002",
        "9.5367431640625e-07, 9.5367431640625e-07",
        "5.684341886080802e-14, 5.684341886080802e-14",
        "2e-323, 2e-323",
        "123456789.125, 123456789.125",
        "1e300, 1e+300"
    })
    void writesWhatPythonWrites(double number, String python) {
        assertThat(PythonNumber.repr(number)).isEqualTo(python);
    }

    @Test
    void keepsTheSignOfZero() {
        assertThat(PythonNumber.repr(0.0)).isEqualTo("0.0");
        assertThat(PythonNumber.repr(-0.0)).isEqualTo("-0.0");
    }

    @Test
    void readsBackAsTheSameNumber() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                assertThat(Double.parseDouble(PythonNumber.repr(number))).isEqualTo(number);
            }
        }
    }
}
