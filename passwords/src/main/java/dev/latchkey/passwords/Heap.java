package dev.latchkey.passwords;

/**
 * How much memory one hash may take: half of the largest heap, so that it never ends in an OutOfMemoryError.
 *
 * @param maxBytes the largest size of the heap
 */
record Heap(long maxBytes) {
    static Heap ofThisJvm() {
        return new Heap(Runtime.getRuntime().maxMemory());
    }

    boolean canHold(long kib) {
        return kib <= availableKib();
    }

    long availableKib() {
        return maxBytes / 2 / 1024;
    }
}
