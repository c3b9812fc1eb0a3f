package dev.latchkey.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Events of the folder {@code events/}, as many as are wanted. */
public final class SampleEvents {
    private static final String NAME_IN_FILE = "bob";

    private final Path folder;
    private final AtomicInteger names = new AtomicInteger();

    /** Reads from a folder. */
    public SampleEvents(Path folder) {
        this.folder = folder;
    }

    /** Returns the same event again and again. */
    public Supplier<String> same(String file) throws IOException {
        String event = Files.readString(folder.resolve(file));
        return () -> event;
    }

    /** Returns registrations, each of another user name. */
    public Supplier<String> registrations() throws IOException {
        String event = Files.readString(folder.resolve("register-ok.json"));
        return () -> event.replace(NAME_IN_FILE, "user" + names.incrementAndGet());
    }
}
