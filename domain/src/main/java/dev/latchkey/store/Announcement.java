package dev.latchkey.store;

import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.user.EmailForm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written beside a new user so that others hear of it.
 *
 * @param claim the form of the address that the user states, so that mail about it finds the user; null for none
 * @param events the events
 */
public record Announcement(@Nullable EmailForm claim, List<OutboxEvent> events) {
    /** Nobody hears of it. */
    public static final Announcement NONE = new Announcement(null, List.of());

    /** Copies the list. */
    public Announcement {
        events = List.copyOf(events);
    }
}
