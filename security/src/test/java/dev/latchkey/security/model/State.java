package dev.latchkey.security.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What may be known of one user, when everything happens one after the other.
 *
 * @param exists whether the name is registered
 * @param active whether the user may log in
 * @param password which password is the right one, by number
 * @param live which tokens are live, one bit each
 */
record State(boolean exists, boolean active, int password, long live) {
    static final State NOTHING = new State(false, false, -1, 0);

    boolean isLive(int token) {
        return (live & bit(token)) != 0;
    }

    State registered(int chosen, int token) {
        return new State(true, true, chosen, bit(token));
    }

    State with(int token) {
        return new State(exists, active, password, live | bit(token));
    }

    State without(int token) {
        return new State(exists, active, password, live & ~bit(token));
    }

    State withoutAny() {
        return new State(exists, active, password, 0);
    }

    State withPassword(int chosen, int kept) {
        return new State(exists, active, chosen, live & bit(kept));
    }

    State withActive(boolean flag) {
        return exists ? new State(true, flag, password, 0) : this;
    }

    int count() {
        return Long.bitCount(live);
    }

    /** Returns what may be left when live tokens end until there are only so many; which ones is not said. */
    List<State> shrunkTo(int most) {
        if (count() <= most) {
            return List.of(this);
        }
        List<State> all = new ArrayList<>();
        for (int token = 0; token < Long.SIZE; token++) {
            if (isLive(token)) {
                all.addAll(without(token).shrunkTo(most));
            }
        }
        return all;
    }

    private static long bit(int token) {
        return 1L << token;
    }
}
