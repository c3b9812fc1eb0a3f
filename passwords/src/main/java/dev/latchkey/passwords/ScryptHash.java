package dev.latchkey.passwords;

import java.util.List;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;

/** {@code scrypt$N$salt$r$p$hash} (RFC 7914). */
record ScryptHash(int work, int blockSize, int parallelism, Bytes salt, Bytes hash) implements StoredHash {
    /** 64 MiB, of which a hash takes {@code 128 * N * r} bytes: four times what Django uses. */
    static final int MAX_MEMORY_KIB = 65_536;

    /** The most that {@code N * r * p} may be: six times what Django uses. */
    static final int MAX_WORK = 1 << 22;

    private static final int MAX_BLOCK_SIZE = 64;
    private static final int MAX_PARALLELISM = 64;
    private static final int HASH_BYTES = 64;

    static @Nullable StoredHash parse(String encoded, Heap heap) {
        List<String> fields = Fields.split(encoded, 6);
        if (fields == null) {
            return null;
        }
        int work = Fields.number(fields.get(1), MAX_WORK);
        int blockSize = Fields.number(fields.get(3), MAX_BLOCK_SIZE);
        int parallelism = Fields.number(fields.get(4), MAX_PARALLELISM);
        Bytes salt = Fields.salt(fields.get(2));
        Bytes hash = Fields.base64(fields.get(5), HASH_BYTES);
        return salt == null || hash == null || !isAcceptable(work, blockSize, parallelism, heap)
                ? null
                : new ScryptHash(work, blockSize, parallelism, salt, hash);
    }

    /** The function is defined for an N that is a power of two, above 1 and below {@code 2^(16 r)}. */
    private static boolean isAcceptable(int work, int blockSize, int parallelism, Heap heap) {
        boolean defined = work > 1 && Integer.bitCount(work) == 1 && blockSize > 0 && parallelism > 0;
        boolean belowPower = blockSize > 1 || work < 1 << 16;
        long memoryKib = (long) work * blockSize / 8;
        return defined
                && belowPower
                && (long) work * blockSize * parallelism <= MAX_WORK
                && memoryKib <= MAX_MEMORY_KIB
                && heap.canHold(memoryKib);
    }

    @Override
    public byte[] compute(byte[] password) {
        return SCrypt.generate(password, salt.toArray(), work, blockSize, parallelism, HASH_BYTES);
    }

    @Override
    public String kind() {
        return "scrypt N=%d,r=%d,p=%d".formatted(work, blockSize, parallelism);
    }

    @Override
    public String encode(Bytes otherSalt, Bytes otherHash) {
        return "scrypt$%d$%s$%d$%d$%s"
                .formatted(work, otherSalt.text(), blockSize, parallelism, Fields.base64(otherHash));
    }
}
