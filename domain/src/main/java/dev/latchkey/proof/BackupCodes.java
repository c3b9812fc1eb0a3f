package dev.latchkey.proof;

import java.util.List;

/** Backup codes that were made just now, for their owner alone. A secret: they are shown once and never logged. */
public final class BackupCodes {
    /** How many codes a user has. */
    public static final int COUNT = 5;

    private final List<String> texts;

    /** Copies the list. */
    public BackupCodes(List<String> texts) {
        this.texts = List.copyOf(texts);
    }

    /** Returns the codes; every caller hands them to their owner or digests them. */
    public List<String> reveal() {
        return texts;
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return "BackupCodes[hidden]";
    }
}
