package dev.latchkey.user;

import dev.latchkey.config.Randomness;
import dev.latchkey.token.TokenFormat;

/** Ids of new users: random, so that they tell neither how many users there are nor who came first. */
public final class UserIds {
    /** No user: ids begin at 1. */
    public static final long NOBODY = 0;

    /** Far above any id that an import brings from a database's sequence. */
    private static final long MIN_RANDOM = 1L << 40;

    private UserIds() {}

    /** Tells whether an import may bring an id: from 1 to 2^40 - 1, where no random id lies. */
    public static boolean isImportable(long id) {
        return id > NOBODY && id < MIN_RANDOM;
    }

    /** Returns a new id, from 2^40 to 2^53 - 1. */
    public static long random(Randomness randomness) {
        return randomness.between(MIN_RANDOM, TokenFormat.MAX_USER_ID + 1);
    }
}
