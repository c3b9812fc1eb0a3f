package dev.latchkey.passwords;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.time.Timings;
import dev.latchkey.user.Password;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Breached passwords in a file: a Bloom filter of their SHA-1 digests, of which a look-up reads a handful of bytes where they lie.
 *
 * <p>A filter never misses a password that is in it, and takes a few others for breached: with {@link #BITS_PER_PASSWORD} bits and
 * {@link #PROBES} probes for each password one of a thousand (Bloom, "Space/Time Trade-offs in Hash Coding with Allowable Errors",
 * 1970), which costs somebody a second choice.
 *
 * <p>The file: eight bytes that name the format, the number of bits as eight bytes, and the bits.
 */
public final class BreachFilter implements BreachedPasswords {
    /** How much room a password takes. */
    public static final int BITS_PER_PASSWORD = 15;

    /** How many passwords a file can be made of: an array in memory holds its bits. */
    public static final long MAX_PASSWORDS = 1_000_000_000L;

    private static final int PROBES = 10;
    private static final byte[] FORMAT = "LKBREAC1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = FORMAT.length + Long.BYTES;

    private final Path file;
    private final long bits;

    private BreachFilter(Path file, long bits) {
        this.file = file;
        this.bits = bits;
    }

    /**
     * Opens a filter.
     *
     * @param setting what names the file, for the message
     * @throws InvalidSettingException if it cannot be read, or is no filter; the message names the setting
     */
    static BreachFilter at(Path file, String setting) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] header = Channels.newInputStream(channel).readNBytes(HEADER);
            if (header.length == HEADER && Arrays.equals(header, 0, FORMAT.length, FORMAT, 0, FORMAT.length)) {
                long bits = ByteBuffer.wrap(header).getLong(FORMAT.length);
                if (bits > 0 && channel.size() == HEADER + (bits + 7) / 8) {
                    return new BreachFilter(file, bits);
                }
            }
        } catch (IOException e) {
            throw new InvalidSettingException(setting, "names " + file + ", which cannot be read");
        }
        throw new InvalidSettingException(setting, "names " + file + ", which \"breach build\" has not made");
    }

    @Override
    public boolean contains(Password password) {
        return Timings.measure(Timings.Kind.BREACH, () -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return contains(channel, sha1(password));
            } catch (IOException e) {
                Timings.failed(Timings.Kind.BREACH);
                return false;
            }
        });
    }

    private boolean contains(FileChannel channel, byte[] digest) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (int probe = 0; probe < PROBES; probe++) {
            long bit = bit(digest, probe, bits);
            one.clear();
            if (channel.read(one, HEADER + bit / 8) != 1) {
                throw new IOException("it has become shorter");
            }
            if ((one.get(0) >> bit % 8 & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Two halves of the digest stand for ten hash functions (Kirsch and Mitzenmacher, "Less Hashing, Same Performance", 2006). */
    private static long bit(byte[] digest, int probe, long bits) {
        ByteBuffer halves = ByteBuffer.wrap(digest);
        long first = halves.getLong();
        long second = halves.getLong();
        return Long.remainderUnsigned(first + probe * (second | 1), bits);
    }

    static byte[] sha1(Password password) {
        return sha1(password.reveal());
    }

    /** Returns the digest under which a password goes into a filter. */
    public static byte[] sha1(String password) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }

    static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    /** A filter that is being made, in memory. */
    public static final class Builder {
        /** Bits of one array; a Java array cannot hold all that a filter may have. */
        private static final int SLICE_BYTES = 1 << 28;

        private final long bits;
        private final byte[][] slices;

        /**
         * Begins a filter.
         *
         * @param passwords how many will be put in, 1 to {@link #MAX_PASSWORDS}; with more, others are taken for breached more often
         */
        public Builder(long passwords) {
            bits = Math.multiplyExact(passwords, BITS_PER_PASSWORD);
            long bytes = (bits + 7) / 8;
            slices = new byte[(int) ((bytes + SLICE_BYTES - 1) / SLICE_BYTES)][];
            for (int i = 0; i < slices.length; i++) {
                slices[i] = new byte[(int) Math.min(SLICE_BYTES, bytes - (long) i * SLICE_BYTES)];
            }
        }

        /** Puts a password in, by its SHA-1 digest of 20 bytes. */
        public void add(byte[] digest) {
            for (int probe = 0; probe < PROBES; probe++) {
                long bit = bit(digest, probe, bits);
                long index = bit / 8;
                slices[(int) (index / SLICE_BYTES)][(int) (index % SLICE_BYTES)] |= (byte) (1 << bit % 8);
            }
        }

        /**
         * Writes the filter.
         *
         * @throws IOException if it cannot be written
         */
        public void write(OutputStream stream) throws IOException {
            DataOutputStream out = new DataOutputStream(stream);
            out.write(FORMAT);
            out.writeLong(bits);
            for (byte[] slice : slices) {
                out.write(slice);
            }
            out.flush();
        }
    }
}
