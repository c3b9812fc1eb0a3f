package dev.latchkey.user;

import java.util.Arrays;
import java.util.List;

/** Textual IP addresses as Python's {@code ipaddress} takes them, without zone. */
final class IpAddressRule {
    /** Django's {@code MAX_IPV6_ADDRESS_LENGTH}. */
    private static final int MAX_IPV6_LENGTH = 39;

    private static final int HEXTETS = 8;

    private IpAddressRule() {}

    /** Tells whether the text is four decimal octets without leading zeros. */
    static boolean isIpv4(String text) {
        String[] octets = text.split("\\.", -1);
        return octets.length == 4 && Arrays.stream(octets).allMatch(IpAddressRule::isOctet);
    }

    private static boolean isOctet(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean leadingZero = text.length() > 1 && text.startsWith("0");
        return digits && !leadingZero && Integer.parseInt(text) <= 255;
    }

    /** Tells whether the text is an IPv6 address (RFC 4291 section 2.2) of at most 39 characters. */
    static boolean isIpv6(String text) {
        if (text.length() > MAX_IPV6_LENGTH) {
            return false;
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return countHextets(text, true) == HEXTETS;
        }
        int high = countHextets(text.substring(0, gap), false);
        int low = countHextets(text.substring(gap + 2), true);
        return high >= 0 && low >= 0 && high + low < HEXTETS;
    }

    /** Counts 16-bit groups between colons, two for a final IPv4 address; negative when one is malformed. */
    private static int countHextets(String text, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return 0;
        }
        List<String> parts = List.of(text.split(":", -1));
        int last = parts.size() - 1;
        boolean ipv4 = mayEndInIpv4 && isIpv4(parts.get(last));
        boolean hextets = parts.subList(0, ipv4 ? last : last + 1).stream().allMatch(IpAddressRule::isHextet);
        return hextets ? parts.size() + (ipv4 ? 1 : 0) : Integer.MIN_VALUE;
    }

    private static boolean isHextet(String text) {
        return !text.isEmpty()
                && text.length() <= 4
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
    }
}
