package dev.latchkey.passwords;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;

/** The Argon2 function (RFC 9106); a seam, so that tests can count what is computed. */
@FunctionalInterface
interface Argon2 {
    /** Computed by Bouncy Castle, in the calling thread. */
    Argon2 BOUNCY_CASTLE = Argon2::compute;

    /** Returns {@code length} bytes derived from the password. */
    byte[] hash(byte[] password, byte[] salt, Variant variant, Argon2Parameters cost, int length);

    private static byte[] compute(byte[] password, byte[] salt, Variant variant, Argon2Parameters cost, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new org.bouncycastle.crypto.params.Argon2Parameters.Builder(variant.type.code)
                .withVersion(variant.version)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .build());
        byte[] output = new byte[length];
        generator.generateBytes(password, output);
        return output;
    }

    /** The order in which memory is visited. */
    enum Type {
        ARGON2D("argon2d", org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_d),
        ARGON2I("argon2i", org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_i),
        ARGON2ID("argon2id", org.bouncycastle.crypto.params.Argon2Parameters.ARGON2_id);

        final String id;
        private final int code;

        Type(String id, int code) {
            this.id = id;
            this.code = code;
        }
    }

    /**
     * Which of the six functions that go by the name.
     *
     * @param version {@value #VERSION_13} (decimal 19), or {@value #VERSION_10} before 2016
     */
    record Variant(Type type, int version) {
        static final int VERSION_10 = 0x10;
        static final int VERSION_13 = 0x13;

        /** The one that new hashes are made with. */
        static final Variant CURRENT = new Variant(Type.ARGON2ID, VERSION_13);
    }
}
