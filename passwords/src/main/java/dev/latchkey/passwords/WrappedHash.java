package dev.latchkey.passwords;

import dev.latchkey.user.PasswordHash;
import org.jspecify.annotations.Nullable;

/**
 * {@code wrapped$argon2id$v=19$m=…,t=…,p=…$salt$hash$md5$salt$000…}: Argon2id of the hash that another system stored. What stands
 * after it says how that hash was made, with zeros in its place, so that it is stored nowhere. Whoever steals the tables has to
 * compute Argon2id for each guess, as for any other password.
 */
record WrappedHash(Argon2Hash outer, StoredHash inner) implements StoredHash {
    /** What the text begins with. */
    static final String PREFIX = PasswordHash.WRAPPED;

    /** An Argon2 hash in PHC string format has so many dollar signs. */
    private static final int DOLLARS = 5;

    /** Reads an encoded hash; null unless both of its parts can be computed within bounds. */
    static @Nullable StoredHash parse(String encoded, StoredHashes known) {
        int end = PREFIX.length();
        for (int i = 0; i < DOLLARS && end >= 0; i++) {
            end = encoded.indexOf('$', end + 1);
        }
        if (end < 0) {
            return null;
        }
        StoredHash outer = known.parse(encoded.substring(PREFIX.length(), end));
        StoredHash inner = known.parse(encoded.substring(end + 1));
        return outer instanceof Argon2Hash argon2 && inner != null && !(inner instanceof WrappedHash)
                ? new WrappedHash(argon2, inner)
                : null;
    }

    @Override
    public Bytes salt() {
        return outer.salt();
    }

    @Override
    public Bytes hash() {
        return outer.hash();
    }

    @Override
    public byte[] compute(byte[] password) {
        return outer.compute(inner.compute(password));
    }

    @Override
    public String kind() {
        return inner.kind() + " in " + outer.kind();
    }

    @Override
    public String encode(Bytes salt, Bytes hash) {
        return PREFIX + outer.encode(salt, hash) + "$" + inner.withoutHash();
    }

    @Override
    public String way() {
        return PREFIX + outer.way() + "$" + inner.way();
    }
}
