package dev.latchkey.throttle;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where requests come from, as far as limits tell one place from another: an IPv4 address, or the first half of an IPv6
 * address, since a single subscriber is handed all of a /64 (RFC 6177 section 2).
 */
final class Source {
    private static final int LONGEST_IPV4 = 15;
    private static final int LONGEST_IPV6 = 45;
    private static final int NETWORK_BYTES = 8;

    /** All that has no address, together. */
    private static final String UNKNOWN = "unknown";

    private Source() {}

    /** Returns the name that requests from an address are counted under; never fails. */
    static String of(String address) {
        if (address.indexOf(':') >= 0) {
            return consistsOf("0123456789abcdefABCDEF:.", address, LONGEST_IPV6) ? ofIpv6(address) : UNKNOWN;
        }
        return consistsOf("0123456789.", address, LONGEST_IPV4) ? address : UNKNOWN;
    }

    private static String ofIpv6(String address) {
        try {
            // In brackets only an address is taken: no name is ever looked up.
            byte[] bytes = InetAddress.getByName("[" + address + "]").getAddress();
            return bytes.length == 4 ? dotted(bytes) : network(bytes);
        } catch (UnknownHostException e) {
            return UNKNOWN;
        }
    }

    private static String network(byte[] bytes) {
        StringBuilder text = new StringBuilder(24);
        for (int i = 0; i < NETWORK_BYTES; i += 2) {
            int hextet = Byte.toUnsignedInt(bytes[i]) << 8 | Byte.toUnsignedInt(bytes[i + 1]);
            text.append(Integer.toHexString(hextet)).append(':');
        }
        return text.append(":/64").toString();
    }

    /** An IPv4 address that is written as IPv6 (RFC 4291 section 2.5.5.2) is the IPv4 address. */
    private static String dotted(byte[] bytes) {
        StringBuilder text = new StringBuilder(LONGEST_IPV4);
        for (byte octet : bytes) {
            text.append(text.isEmpty() ? "" : ".").append(Byte.toUnsignedInt(octet));
        }
        return text.toString();
    }

    private static boolean consistsOf(String characters, String text, int most) {
        return !text.isEmpty() && text.length() <= most && text.chars().allMatch(c -> characters.indexOf(c) >= 0);
    }
}
