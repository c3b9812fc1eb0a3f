package dev.latchkey.token;

import java.util.List;

/** What a client presented, by its form alone: nothing has been looked up yet. */
public sealed interface PresentedToken {

    /**
     * A token issued here; its text names its user.
     *
     * @param userId the user's id
     * @param digest the digest to look for
     */
    record Native(long userId, TokenDigest digest) implements PresentedToken {}

    /**
     * A token that Knox or DRF may have issued.
     *
     * @param digests the digests that it may be stored under
     * @param rarer those of sites that set Knox's {@code SECURE_HASH_ALGORITHM} to SHA3-512; looked for last
     */
    record Imported(List<TokenDigest> digests, List<TokenDigest> rarer) implements PresentedToken {
        /** Copies the lists. */
        public Imported {
            digests = List.copyOf(digests);
            rarer = List.copyOf(rarer);
        }

        /** A token that is digested as Knox does by default. */
        public Imported(List<TokenDigest> digests) {
            this(digests, List.of());
        }
    }

    /** No token of any known form: not worth a look-up. */
    record Malformed() implements PresentedToken {}
}
