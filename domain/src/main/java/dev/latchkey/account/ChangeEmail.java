package dev.latchkey.account;

import dev.latchkey.account.PasswordProof.Claim;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.store.Outbox;
import dev.latchkey.text.Language;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Asking for another address: a link goes to it, and {@link VerifyEmail#change} puts it in the place of the one on file.
 *
 * <p>Nothing about the user changes before. A link is made only while the user is as at the request.
 */
public final class ChangeEmail {
    private final PasswordProof proof;
    private final Outbox outbox;
    private final OutboxEvents events;
    private final Supplier<Instant> clock;

    /** Builds the use case. */
    public ChangeEmail(PasswordProof proof, Outbox outbox, OutboxEvents events, Supplier<Instant> clock) {
        this.proof = proof;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
    }

    /** How a request ends. */
    public sealed interface Result {
        /**
         * A link is on its way to the new address.
         *
         * @param userId who asked
         */
        record Accepted(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.EMAIL_CHANGE_REQUESTED, userId);
            }
        }

        /**
         * It was not shown that it is the user who asks.
         *
         * @param why what was wrong
         */
        record NotProven(PasswordProof.Result why) implements Result {}
    }

    /**
     * Asks for another address.
     *
     * @param address a valid address
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public Result request(Claim claim, String address, Language language) {
        PasswordProof.Result proven = proof.check(claim);
        if (!(proven instanceof PasswordProof.Result.Proven by)) {
            return new Result.NotProven(proven);
        }
        User user = by.user();
        List<OutboxEvent> wanted = events.of(
                OutboxEvent.Kind.EMAIL_CHANGE_REQUESTED,
                user,
                clock.get(),
                language,
                Map.of(OutboxEvent.Detail.ADDRESS, address));
        wanted.forEach(outbox::add);
        return new Result.Accepted(user.id());
    }
}
