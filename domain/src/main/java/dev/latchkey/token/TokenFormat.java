package dev.latchkey.token;

import dev.latchkey.config.Randomness;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The text of tokens: writes new ones, and reads presented ones.
 *
 * <p>A token is the prefix and 56 characters of base64url (RFC 4648 section 5) for 42 bytes: 7 of the user's id, 32 from the
 * operating system's random generator, 3 of a CRC-32 over prefix and both. The id lets one read fetch token and user
 * together; the checksum lets a mistyped, cut or invented token be refused without any read.
 */
public final class TokenFormat {
    /** Ids are below 2^53, so that JavaScript reads them exactly. */
    public static final long MAX_USER_ID = (1L << 53) - 1;

    private static final int RANDOM_BYTES = 32;
    private static final int ID_BYTES = 7;
    private static final int CHECKED_BYTES = ID_BYTES + RANDOM_BYTES;
    private static final int CHECKSUM_BYTES = 3;
    private static final int TEXT_LENGTH = (CHECKED_BYTES + CHECKSUM_BYTES) * 4 / 3;
    private static final int DRF_LENGTH = 40;

    /** Knox's tokens have 64 digits, unless a site sets {@code AUTH_TOKEN_CHARACTER_LENGTH}; below 128 bits it is nobody's. */
    private static final int MIN_HEX = 32;

    private static final int MAX_HEX = 128;

    /** Knox's own limit ({@code MAXIMUM_TOKEN_PREFIX_LENGTH}). */
    private static final int MAX_PREFIX = 10;

    private final String prefix;
    private final boolean imported;

    /**
     * Builds the format.
     *
     * @param prefix what each token begins with, ASCII
     * @param imported whether the forms of Knox and DRF are looked up too
     */
    public TokenFormat(String prefix, boolean imported) {
        this.prefix = prefix;
        this.imported = imported;
    }

    /**
     * Creates a token for a user, with 256 random bits.
     *
     * @throws IllegalArgumentException if the id is negative or above {@link #MAX_USER_ID}
     */
    public TokenText create(long userId, Randomness randomness) {
        if (userId < 0 || userId > MAX_USER_ID) {
            throw new IllegalArgumentException("not a user id");
        }
        return write(userId, randomness.bytes(RANDOM_BYTES));
    }

    /** Reads a presented text; never fails. */
    public PresentedToken read(String text) {
        boolean ours = text.length() == prefix.length() + TEXT_LENGTH && text.startsWith(prefix);
        PresentedToken token =
                ours ? readNative(text, text.substring(prefix.length())) : new PresentedToken.Malformed();
        int hex = imported && token instanceof PresentedToken.Malformed ? hexLength(text) : 0;
        return hex > 0 ? readImported(text, hex == text.length()) : token;
    }

    /**
     * Tells whether a text has the form of Knox's or DRF's tokens: 32 to 128 hexadecimal digits (64 and 40 by default), behind the
     * prefix that a site gave its tokens, which need not be the one used here.
     */
    public static boolean isForeign(String text) {
        return hexLength(text) > 0;
    }

    private TokenText write(long userId, byte[] random) {
        ByteBuffer bytes = ByteBuffer.allocate(1 + CHECKED_BYTES + CHECKSUM_BYTES);
        bytes.putLong(userId).put(random);
        byte[] all = bytes.array();
        int checksum = checksum(all);
        bytes.put((byte) (checksum >> 16)).put((byte) (checksum >> 8)).put((byte) checksum);
        byte[] body = new byte[all.length - 1];
        System.arraycopy(all, 1, body, 0, body.length);
        return new TokenText(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(body));
    }

    private PresentedToken readNative(String text, String rest) {
        byte[] body;
        try {
            body = Base64.getUrlDecoder().decode(rest);
        } catch (IllegalArgumentException e) {
            return new PresentedToken.Malformed();
        }
        if (body.length != CHECKED_BYTES + CHECKSUM_BYTES) {
            return new PresentedToken.Malformed();
        }
        byte[] all = new byte[1 + body.length];
        System.arraycopy(body, 0, all, 1, body.length);
        ByteBuffer bytes = ByteBuffer.wrap(all);
        long userId = bytes.getLong();
        int end = 1 + CHECKED_BYTES;
        int stated = (all[end] & 0xff) << 16 | (all[end + 1] & 0xff) << 8 | (all[end + 2] & 0xff);
        if (stated != checksum(all) || userId > MAX_USER_ID) {
            return new PresentedToken.Malformed();
        }
        return new PresentedToken.Native(userId, TokenDigest.of(new TokenText(text)));
    }

    /** Knox 5 digests the text, Knox 4.2, which knows no prefix, the bytes of its digits; DRF's are digested on import. */
    private static PresentedToken readImported(String text, boolean bare) {
        List<byte[]> digested = new ArrayList<>(2);
        digested.add(text.getBytes(StandardCharsets.UTF_8));
        if (bare && text.length() % 2 == 0 && text.length() != DRF_LENGTH) {
            digested.add(HexFormat.of().parseHex(text));
        }
        return new PresentedToken.Imported(
                digested.stream().map(TokenDigest::sha512).toList(),
                digested.stream().map(TokenDigest::sha3).toList());
    }

    /** Returns how many digits a foreign token ends with, 0 if it is none. */
    private static int hexLength(String text) {
        if (text.length() > MAX_PREFIX + MAX_HEX) {
            return 0;
        }
        int start = text.length();
        while (start > 0 && isHex(text.charAt(start - 1))) {
            start--;
        }
        int length = text.length() - start;
        return length >= MIN_HEX && start <= MAX_PREFIX ? length : 0;
    }

    private int checksum(byte[] all) {
        CRC32 crc = new CRC32();
        crc.update(prefix.getBytes(StandardCharsets.US_ASCII));
        crc.update(all, 1, CHECKED_BYTES);
        return (int) (crc.getValue() >>> 8);
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}
