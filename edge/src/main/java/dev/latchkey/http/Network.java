package dev.latchkey.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** A network of IP addresses, such as {@code 192.0.2.0/24} or {@code 2001:db8::/32} (RFC 4632, RFC 4291 section 2.3). */
final class Network {
    private static final int MAX_LENGTH = 45;

    private final byte[] address;
    private final int prefix;

    private Network(byte[] address, int prefix) {
        this.address = address;
        this.prefix = prefix;
    }

    /** Reads an address with a prefix length, or without one for a single address; nothing if it is neither. */
    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        Optional<byte[]> address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int bits = address.get().length * Byte.SIZE;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
        return prefix < 0 || prefix > bits ? Optional.empty() : Optional.of(new Network(address.get(), prefix));
    }

    /** Tells whether an address, as text, lies in the network; what is no address lies in none. */
    boolean contains(String text) {
        return address(text).filter(this::contains).isPresent();
    }

    private boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((other[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads an address. A name is never looked up: only what consists of an address's characters is handed on. */
    static Optional<byte[]> address(String text) {
        boolean literal = !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && (text.indexOf(':') >= 0
                        ? text.chars().allMatch(c -> "0123456789abcdefABCDEF:.".indexOf(c) >= 0)
                        : isDotted(text));
        if (!literal) {
            return Optional.empty();
        }
        try {
            String host = text.indexOf(':') >= 0 ? "[" + text + "]" : text;
            return Optional.of(InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static boolean isDotted(String text) {
        String[] octets = text.split("\\.", -1);
        boolean valid = octets.length == 4;
        for (String octet : octets) {
            valid &= octet.length() >= 1
                    && octet.length() <= 3
                    && octet.chars().allMatch(c -> c >= '0' && c <= '9')
                    && Integer.parseInt(octet) <= 255;
        }
        return valid;
    }

    private static int prefix(String text) {
        boolean number = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(text) : -1;
    }
}
