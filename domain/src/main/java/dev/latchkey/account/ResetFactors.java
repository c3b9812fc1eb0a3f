package dev.latchkey.account;

import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.proof.App;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.FactorResetStore;
import dev.latchkey.store.FactorResetStore.Outcome;
import dev.latchkey.store.FactorResetStore.Pending;
import dev.latchkey.store.FactorStore;
import dev.latchkey.store.Sequel;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.text.Language;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.Factor;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Taking a user's second factor away, for who has lost it: app, backup codes and passkeys.
 *
 * <p>Whoever asks an operator for it may have stolen the password. So the owner is written to, and has {@link #GRACE} to call it off: by the
 * link in that mail with the password, or by logging in with what is said to be lost. Who has neither read the mail in that time nor
 * logged in gets what was asked for. An operator who is sure may do it at once; the owner hears of it all the same, and can take it back.
 */
public final class ResetFactors {
    /** How long the owner has: over a weekend. */
    public static final Duration GRACE = Duration.ofDays(3);

    /** A user who changes more often than this meanwhile is left for another try. */
    private static final int ROUNDS = 5;

    private final FactorStore factors;
    private final FactorResetStore resets;
    private final OutboxEvents events;
    private final Supplier<Instant> clock;

    /** Builds the use case; the clock tells the time to the microsecond. */
    public ResetFactors(FactorStore factors, FactorResetStore resets, OutboxEvents events, Supplier<Instant> clock) {
        this.factors = factors;
        this.resets = resets;
        this.events = events;
        this.clock = clock;
    }

    /** How it ends. */
    public sealed interface Result {
        /**
         * The owner was told, and it will be done.
         *
         * @param due when
         */
        record Waiting(Instant due) implements Result {}

        /**
         * It was asked for before, and goes on waiting.
         *
         * @param due until when
         */
        record WaitingAlready(Instant due) implements Result {}

        /** The second factor is gone. */
        record Done() implements Result {}

        /** There is no second factor. */
        record NothingToReset() implements Result {}

        /** There is no such user. */
        record NoUser() implements Result {}
    }

    /**
     * Tells the owner, and has it done after {@link #GRACE}.
     *
     * @param language the language of the mail
     * @throws StoreUnavailableException if the store does not answer
     * @throws ContentionException if others change the user again and again
     * @throws IllegalStateException where no mail is sent, so that nobody could call it off
     */
    public Result ask(long userId, Language language) {
        if (!events.areOn()) {
            throw new IllegalStateException("no mail is sent");
        }
        for (int round = 0; round < ROUNDS; round++) {
            User user = factors.find(userId).user();
            if (user == null) {
                return new Result.NoUser();
            }
            if (user.security().factors().isEmpty()) {
                return new Result.NothingToReset();
            }
            Optional<Pending> before = resets.find(user);
            if (before.isPresent()) {
                return new Result.WaitingAlready(before.get().due());
            }
            Instant now = clock.get();
            User after = user.with(user.security().moved());
            Pending pending = new Pending(userId, user.security().incarnation(), now, now.plus(GRACE));
            List<OutboxEvent> told = events.of(OutboxEvent.Kind.FACTOR_RESET_REQUESTED, after, now, language);
            if (resets.ask(user, after, pending, Sequel.of(told, Undo.of(user, now)))) {
                return new Result.Waiting(pending.due());
            }
        }
        throw new ContentionException("reset");
    }

    /**
     * Does it at once; where mail is sent, the owner hears of it afterwards.
     *
     * @param language the language of the mail
     * @throws StoreUnavailableException if the store does not answer
     * @throws ContentionException if others change the user again and again
     */
    public Result now(long userId, Language language) {
        for (int round = 0; round < ROUNDS; round++) {
            FactorStore.Factors found = factors.find(userId);
            User user = found.user();
            if (user == null) {
                return new Result.NoUser();
            }
            if (user.security().factors().isEmpty()) {
                return new Result.NothingToReset();
            }
            User after = after(user);
            if (resets.carryOut(user, after, null, sequel(user, after, found.app(), language)) == Outcome.DONE) {
                return new Result.Done();
            }
        }
        throw new ContentionException("reset");
    }

    /**
     * Does what is due. One that cannot be done now keeps none of the others.
     *
     * @param most how many at most
     * @return how many were done
     * @throws StoreUnavailableException if the store does not answer
     * @throws ContentionException if others write to the same items again and again
     */
    public int carryOut(int most) {
        int done = 0;
        RuntimeException first = null;
        for (Pending pending : resets.due(clock.get(), most)) {
            try {
                done += carryOut(pending) ? 1 : 0;
            } catch (StoreUnavailableException | ContentionException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return done;
    }

    private boolean carryOut(Pending pending) {
        for (int round = 0; round < ROUNDS; round++) {
            FactorStore.Factors found = factors.find(pending.userId());
            User user = found.user();
            if (user == null
                    || user.security().incarnation() != pending.incarnation()
                    || user.security().factors().isEmpty()) {
                resets.forget(pending);
                return false;
            }
            User after = after(user);
            // What was asked for in one language is done in none: nobody is there to say which.
            Outcome outcome = resets.carryOut(user, after, pending, sequel(user, after, found.app(), Language.EN));
            if (outcome == Outcome.CALLED_OFF) {
                resets.forget(pending);
            }
            if (outcome != Outcome.USER_CHANGED) {
                return outcome == Outcome.DONE;
            }
        }
        throw new ContentionException("reset");
    }

    private static User after(User user) {
        return user.withoutSessions(user.security().withoutFactors());
    }

    private Sequel sequel(User user, User after, @Nullable App app, Language language) {
        Instant now = clock.get();
        boolean ofApp = user.security().factors().contains(Factor.APP);
        Map<OutboxEvent.Detail, String> details =
                Map.of(OutboxEvent.Detail.FACTOR, (ofApp ? Factor.APP : Factor.PASSKEY).label());
        List<OutboxEvent> told = events.of(OutboxEvent.Kind.FACTOR_REMOVED, after, now, language, details);
        return Sequel.of(told, ofApp ? Undo.ofApp(user, now, app) : Undo.of(user, now));
    }
}
