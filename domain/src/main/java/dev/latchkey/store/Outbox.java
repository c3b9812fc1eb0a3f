package dev.latchkey.store;

import dev.latchkey.outbox.OutboxEvent;

/** Where events wait until they are sent. */
public interface Outbox {
    /**
     * Adds an event that no other write belongs to.
     *
     * @throws StoreUnavailableException if the store does not answer
     */
    void add(OutboxEvent event);
}
