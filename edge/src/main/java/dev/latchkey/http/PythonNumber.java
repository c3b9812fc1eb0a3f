package dev.latchkey.http;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import java.math.MathContext;

/** A floating-point number as Python's {@code repr} writes it: the shortest digits, an exponent below 1e-4 and from 1e16 on. */
final class PythonNumber {
    private static final int LEAST_POINT = -4;
    private static final int MAX_POINT = 16;

    private PythonNumber() {}

    static String repr(double number) {
        BigDecimal shortest = shortest(number);
        String sign = number < 0 || 1 / number < 0 ? "-" : "";
        if (shortest.signum() == 0) {
            return sign + "0.0";
        }
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        return sign
                + (exponent < LEAST_POINT || exponent >= MAX_POINT
                        ? scientific(digits, exponent)
                        : plain(digits, exponent));
    }

    /** Java's shortest text has two digits at least and so can be 4.9E-324 where one digit, 5e-324, says the same. */
    private static BigDecimal shortest(double number) {
        BigDecimal shortest = new BigDecimal(NumberOutput.toString(number, true)).stripTrailingZeros();
        BigDecimal oneDigit = shortest.round(new MathContext(1));
        return oneDigit.doubleValue() == number ? oneDigit.stripTrailingZeros() : shortest;
    }

    private static String scientific(String digits, int exponent) {
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String magnitude = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
        return digits.charAt(0) + fraction + (exponent < 0 ? "e-" : "e+") + magnitude;
    }

    private static String plain(String digits, int exponent) {
        if (exponent < 0) {
            return "0." + "0".repeat(-exponent - 1) + digits;
        }
        if (digits.length() <= exponent + 1) {
            return digits + "0".repeat(exponent + 1 - digits.length()) + ".0";
        }
        return digits.substring(0, exponent + 1) + "." + digits.substring(exponent + 1);
    }
}
