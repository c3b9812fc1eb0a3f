package dev.latchkey.store;

import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.undo.Undo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written together with a change of security.
 *
 * @param events what others hear of it
 * @param undo what it replaced, or null for a change that cannot be taken back
 */
public record Sequel(List<OutboxEvent> events, @Nullable Undo undo) {
    /** Nothing. */
    public static final Sequel NONE = new Sequel(List.of(), null);

    /** Copies the list. */
    public Sequel {
        events = List.copyOf(events);
    }

    /** Returns the sequel of a change that can be taken back where anybody hears of it: the link comes by mail. */
    public static Sequel of(List<OutboxEvent> events, Undo undo) {
        return events.isEmpty() ? NONE : new Sequel(events, undo);
    }

    /** Returns the sequel of a change that cannot be taken back. */
    public static Sequel of(List<OutboxEvent> events) {
        return new Sequel(events, null);
    }
}
