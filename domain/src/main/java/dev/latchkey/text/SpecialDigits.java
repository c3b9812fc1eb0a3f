package dev.latchkey.text;

/**
 * Digits that are not decimal digits: Numeric_Type=Digit in Unicode's {@code DerivedNumericType.txt}, which Java does
 * not know. The list is closed: since Unicode 6.3 such characters are given Numeric_Type=Numeric.
 */
final class SpecialDigits {
    private SpecialDigits() {}

    static boolean contains(int codePoint) {
        return switch (codePoint) {
            case 0xB2, 0xB3, 0xB9, 0x19DA, 0x2070, 0x24EA, 0x24FF -> true;
            default -> codePoint < 0x2460 ? isEarly(codePoint) : isCircledOrLater(codePoint);
        };
    }

    private static boolean isEarly(int codePoint) {
        return in(codePoint, 0x1369, 0x1371) || in(codePoint, 0x2074, 0x2079) || in(codePoint, 0x2080, 0x2089);
    }

    private static boolean isCircledOrLater(int codePoint) {
        return in(codePoint, 0x2460, 0x2468)
                || in(codePoint, 0x2474, 0x247C)
                || in(codePoint, 0x2488, 0x2490)
                || in(codePoint, 0x24F5, 0x24FD)
                || in(codePoint, 0x2776, 0x277E)
                || in(codePoint, 0x2780, 0x2788)
                || in(codePoint, 0x278A, 0x2792)
                || in(codePoint, 0x10A40, 0x10A43)
                || in(codePoint, 0x10E60, 0x10E68)
                || in(codePoint, 0x11052, 0x1105A)
                || in(codePoint, 0x1F100, 0x1F10A);
    }

    private static boolean in(int codePoint, int first, int last) {
        return codePoint >= first && codePoint <= last;
    }
}
