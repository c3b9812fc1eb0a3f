package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.store.Outbox;
import dev.latchkey.text.Language;
import dev.latchkey.throttle.Admission;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.user.EmailForm;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Asking for a mail to an address: to choose a new password, or to verify the address.
 *
 * <p>Nothing is looked up, whoever has the address or nobody. One event is written, always, so that known, unknown, inactive and
 * verified addresses get the same answer by the same calls in the same time.
 */
public final class RequestLink {
    /** The form that stands for an address without one, which no user can have: whoever sends the mail finds nobody. */
    private static final EmailForm NOBODYS = new EmailForm("@");

    private final Outbox outbox;
    private final OutboxEvents events;
    private final Throttle throttle;
    private final Supplier<Instant> clock;

    /** Builds the use case. */
    public RequestLink(Outbox outbox, OutboxEvents events, Throttle throttle, Supplier<Instant> clock) {
        this.outbox = outbox;
        this.events = events;
        this.throttle = throttle;
        this.clock = clock;
    }

    /** How a request ends. */
    public sealed interface Result {
        /** Whoever the mail is for will get it. */
        record Accepted() implements Result {}

        /**
         * One source has asked too often.
         *
         * @param retryAfter how long until the next request may be admitted
         * @param event what happened, for the log
         */
        record Throttled(Duration retryAfter, AccountEvent event) implements Result {}
    }

    /**
     * Asks for a mail.
     *
     * @param kind {@link OutboxEvent.Kind#PASSWORD_RESET_REQUESTED} or {@link OutboxEvent.Kind#VERIFICATION_REQUESTED}
     * @param address a valid address
     * @param source the address that the request comes from
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public Result request(OutboxEvent.Kind kind, String address, String source, Language language) {
        if (throttle.begin(source, "") instanceof Admission.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        EmailForm form = EmailForm.of(address).orElse(NOBODYS);
        outbox.add(events.request(kind, form, clock.get(), language));
        return new Result.Accepted();
    }
}
