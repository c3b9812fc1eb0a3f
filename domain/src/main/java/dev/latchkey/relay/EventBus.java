package dev.latchkey.relay;

import dev.latchkey.outbox.OutboxEvent;

/** Tells other services what happened to accounts: ids only. */
public interface EventBus {
    /** Publishes nothing. */
    EventBus NONE = event -> {};

    /**
     * Tells of an event; the same one may be told again, under the same id.
     *
     * @throws BusUnavailableException if the bus did not take it
     */
    void tell(OutboxEvent event);
}
