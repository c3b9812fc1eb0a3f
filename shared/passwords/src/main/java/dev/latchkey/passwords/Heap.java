package dev.latchkey.passwords;

/** How much memory one hash may take here: half of the largest heap, so that a hash never ends in an OutOfMemoryError. */
final class Heap {
    private Heap() {}

    static boolean canHold(long kib) {
        return kib <= availableKib();
    }

    static long availableKib() {
        return Runtime.getRuntime().maxMemory() / 2 / 1024;
    }
}
