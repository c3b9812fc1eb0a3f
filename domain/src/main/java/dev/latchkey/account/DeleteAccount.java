package dev.latchkey.account;

import dev.latchkey.account.PasswordProof.Claim;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.DeletionStore;
import dev.latchkey.store.Sequel;
import dev.latchkey.text.Language;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asking to be deleted: all sessions and keys end in the same write, and nobody logs in any more, as if there were no such user. Until
 * the time of grace is over, the mailed link with the password brings the account back; then {@link PurgeAccounts} deletes it.
 */
public final class DeleteAccount {
    /** A user who changes more often than this meanwhile is asked to try again. */
    private static final int ROUNDS = 3;

    private final PasswordProof proof;
    private final DeletionStore deletions;
    private final DeletionRule rule;
    private final OutboxEvents events;
    private final Supplier<Instant> clock;

    /** Builds the use case. */
    public DeleteAccount(
            PasswordProof proof,
            DeletionStore deletions,
            DeletionRule rule,
            OutboxEvents events,
            Supplier<Instant> clock) {
        this.proof = proof;
        this.deletions = deletions;
        this.rule = rule;
        this.events = events;
        this.clock = clock;
    }

    /** How a request ends. */
    public sealed interface Result {
        /**
         * The user is to be deleted.
         *
         * @param userId who asked
         */
        record Accepted(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.DELETION_REQUESTED, userId);
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
     * Asks for the deletion of whoever asks.
     *
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws ContentionException if others change the user again and again
     */
    public Result ask(Claim claim, Language language) {
        for (int round = 0; round < ROUNDS; round++) {
            PasswordProof.Result proven = proof.check(claim);
            if (!(proven instanceof PasswordProof.Result.Proven by)) {
                return new Result.NotProven(proven);
            }
            if (ask(by.user(), language)) {
                return new Result.Accepted(by.user().id());
            }
        }
        throw new ContentionException("deletion");
    }

    private boolean ask(User user, Language language) {
        Instant now = clock.get();
        User after = user.withoutSessions(user.security().deleting(now).withoutKeys());
        List<OutboxEvent> told = events.of(OutboxEvent.Kind.DELETION_REQUESTED, after, now, language);
        return deletions.ask(user, after, now.plus(rule.grace()), Sequel.of(told, Undo.of(user, now)));
    }
}
