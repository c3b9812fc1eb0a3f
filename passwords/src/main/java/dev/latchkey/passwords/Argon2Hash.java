package dev.latchkey.passwords;

/** Argon2 in PHC string format, ours or Django's. */
record Argon2Hash(PhcString phc, Argon2 argon2) implements StoredHash {
    @Override
    public Bytes salt() {
        return phc.salt();
    }

    @Override
    public Bytes hash() {
        return phc.hash();
    }

    @Override
    public byte[] compute(byte[] password) {
        return argon2.hash(
                password,
                phc.salt().toArray(),
                phc.variant(),
                phc.cost(),
                phc.hash().size());
    }

    @Override
    public String kind() {
        Argon2Parameters cost = phc.cost();
        return "%s m=%d,t=%d,p=%d"
                .formatted(phc.variant().type().id, cost.memoryKib(), cost.iterations(), cost.parallelism());
    }

    @Override
    public String encode(Bytes salt, Bytes hash) {
        return new PhcString(phc.variant(), phc.cost(), salt, hash).encode();
    }
}
