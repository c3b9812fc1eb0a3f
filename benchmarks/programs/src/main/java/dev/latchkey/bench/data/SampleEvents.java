package dev.latchkey.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Events of the folder {@code events/}, as many as are wanted. */
public final class SampleEvents {
    private static final String NAME_IN_FILE = "bob";
    private static final String OLD_PASSWORD = "\\\"current_password\\\"";
    private static final String NEW_PASSWORD = "\\\"new_password\\\"";

    private final Path folder;
    private final AtomicInteger names = new AtomicInteger();

    /** Reads from a folder. */
    SampleEvents(Path folder) {
        this.folder = folder;
    }

    /** Returns events that a function does what they ask for: as a rule those of a file such as {@code login-ok.json}. */
    Supplier<String> of(String function) throws IOException {
        return switch (function) {
            case "authorizer" -> same("authorizer-rest-request.json");
            case "register" -> registrations();
            case "tokens" -> same("tokens-list.json");
            default -> same(function + "-ok.json");
        };
    }

    private Supplier<String> same(String file) throws IOException {
        String event = Files.readString(folder.resolve(file));
        return () -> event;
    }

    /** Returns registrations, each of another user name. */
    private Supplier<String> registrations() throws IOException {
        String event = Files.readString(folder.resolve("register-ok.json"));
        return () -> event.replace(NAME_IN_FILE, "user" + names.incrementAndGet());
    }

    /** Returns the event that undoes a change of the password, and any other event as it is. */
    public static String undone(String event) {
        return event.contains(NEW_PASSWORD)
                ? event.replace(OLD_PASSWORD, "…")
                        .replace(NEW_PASSWORD, OLD_PASSWORD)
                        .replace("…", NEW_PASSWORD)
                : event;
    }
}
