package dev.latchkey.user;

import java.security.SecureRandom;

/** Ids of new users: random, so that they tell neither how many users there are nor who came first. */
public final class UserIds {
    /** Far above any id that an import brings from a database's sequence. */
    private static final long LEAST = 1L << 40;

    /** JavaScript reads whole numbers below this exactly. */
    private static final long BOUND = 1L << 53;

    private UserIds() {}

    /**
     * Tells whether an id is one that an import may bring: from 1 to 2^40 - 1, where no id that is given out here lies.
     */
    public static boolean isImportable(long id) {
        return id > 0 && id < LEAST;
    }

    /** Returns a new id, from 2^40 to 2^53 - 1. */
    public static long random() {
        // A generator made here and now: one kept in a field would be frozen into a snapshot.
        return new SecureRandom().nextLong(LEAST, BOUND);
    }
}
