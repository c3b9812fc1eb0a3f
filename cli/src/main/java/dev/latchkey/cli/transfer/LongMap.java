package dev.latchkey.cli.transfer;

/** A map from numbers other than 0 to numbers other than 0, in 16 bytes an entry and as much again at most. */
final class LongMap {
    private static final int MIN_CAPACITY = 1 << 10;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] keys = new long[MIN_CAPACITY];
    private long[] values = new long[MIN_CAPACITY];
    private int size;

    /** Returns the value of a key, 0 if it has none. */
    synchronized long get(long key) {
        return values[slot(key)];
    }

    /** Gives a key a value, unless it has one; returns the one it had, or 0. */
    synchronized long putIfAbsent(long key, long value) {
        int slot = slot(key);
        if (values[slot] != 0) {
            return values[slot];
        }
        keys[slot] = key;
        values[slot] = value;
        size++;
        if (size * 4L > keys.length * 3L) {
            grow();
        }
        return 0;
    }

    synchronized int size() {
        return size;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * SPREAD) >>> 32) & mask;
        while (values[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new long[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
