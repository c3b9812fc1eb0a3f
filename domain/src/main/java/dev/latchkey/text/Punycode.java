package dev.latchkey.text;

/** Punycode (RFC 3492) as it stands there: no mapping, no check of what a label may hold. */
public final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int FIRST_OTHER = 0x80;

    private Punycode() {}

    /** Returns a label's code points in letters, digits and hyphens (section 6.3), without the {@code xn--} before it. */
    public static String encode(String label) {
        int[] points = label.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        for (int point : points) {
            if (point < FIRST_OTHER) {
                out.append((char) point);
            }
        }
        int basic = out.length();
        int handled = basic;
        if (basic > 0) {
            out.append('-');
        }
        long delta = 0;
        int bias = INITIAL_BIAS;
        int next = FIRST_OTHER;
        while (handled < points.length) {
            int least = Integer.MAX_VALUE;
            for (int point : points) {
                least = point >= next && point < least ? point : least;
            }
            delta += (long) (least - next) * (handled + 1);
            next = least;
            for (int point : points) {
                delta += point < next ? 1 : 0;
                if (point == next) {
                    write(out, delta, bias);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            next++;
        }
        return out.toString();
    }

    private static void write(StringBuilder out, long delta, int bias) {
        long rest = delta;
        for (int k = BASE; ; k += BASE) {
            int t = Math.min(Math.max(k - bias, T_MIN), T_MAX);
            if (rest < t) {
                out.append(digit(rest));
                return;
            }
            out.append(digit(t + (rest - t) % (BASE - t)));
            rest = (rest - t) / (BASE - t);
        }
    }

    private static char digit(long value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int adapt(long delta, int points, boolean first) {
        long rest = first ? delta / DAMP : delta / 2;
        rest += rest / points;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return (int) (k + (BASE - T_MIN + 1) * rest / (rest + SKEW));
    }
}
