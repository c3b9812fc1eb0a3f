package dev.latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A number's text gives the number back, is in Python's form, and no text with fewer digits would do. */
class PythonNumberFuzzTest {
    @FuzzTest
    void repr(byte[] data) {
        double number = ByteBuffer.wrap(Arrays.copyOf(data, 8)).getDouble();
        if (!Double.isFinite(number)) {
            return;
        }
        String text = PythonNumber.repr(number);
        assertThat(Double.parseDouble(text)).isEqualTo(number);
        assertThat(text).matches("-?([0-9]+\\.[0-9]+|[0-9](\\.[0-9]+)?e[+-][0-9]{2,3})");
        BigDecimal shown = new BigDecimal(text).stripTrailingZeros();
        if (shown.precision() > 1) {
            BigDecimal shorter = shown.round(new MathContext(shown.precision() - 1));
            assertThat(shorter.doubleValue()).isNotEqualTo(number);
        }
    }
}
