package dev.latchkey.account;

import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.proof.Freshness;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.SessionStore.SessionWithUser;
import dev.latchkey.store.UserStore;
import dev.latchkey.throttle.Admission;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Taking another user name. Sessions go on; the old name is free at once.
 *
 * <p>It tells whether a name is taken, as a registration does, and is counted as one.
 */
public final class RenameUser {
    /** A user who changes more often than this meanwhile is asked to try again. */
    private static final int ROUNDS = 3;

    private final UserStore users;
    private final SessionStore sessions;
    private final SessionPolicy policy;
    private final Throttle throttle;
    private final OutboxEvents events;
    private final Supplier<Instant> clock;

    /** Builds the use case; the throttle is that of registrations. */
    public RenameUser(
            UserStore users,
            SessionStore sessions,
            SessionPolicy policy,
            Throttle throttle,
            OutboxEvents events,
            Supplier<Instant> clock) {
        this.users = users;
        this.sessions = sessions;
        this.policy = policy;
        this.throttle = throttle;
        this.events = events;
        this.clock = clock;
    }

    /** How it ends. */
    public sealed interface Result {
        /**
         * The user has the name.
         *
         * @param user with that name
         */
        record Renamed(User user) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.RENAMED, user.id());
            }
        }

        /** Another user has it. */
        record NameTaken() implements Result {}

        /** The session that asks has ended since it was checked. */
        record SessionEnded() implements Result {}

        /**
         * The user has a second factor, which was not proved lately in the session.
         *
         * @param ways by what it can be proved, under the names that clients know
         */
        record ProofNeeded(List<String> ways) implements Result {
            /** Copies the list. */
            public ProofNeeded {
                ways = List.copyOf(ways);
            }
        }

        /**
         * One source has asked too often.
         *
         * @param retryAfter how long until the next request may be admitted
         * @param event what happened, for the log
         */
        record Throttled(Duration retryAfter, AccountEvent event) implements Result {}
    }

    /**
     * Gives a user another name.
     *
     * @param username a valid name, normalized
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws ContentionException if others change the user again and again
     */
    public Result rename(Asker asker, String username) {
        if (throttle.begin(asker.address(), "") instanceof Admission.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        for (int round = 0; round < ROUNDS; round++) {
            SessionWithUser found = sessions.find(asker.userId(), asker.session());
            User user = found.user();
            if (user == null || found.session() == null || !policy.isLive(user, found.session(), clock.get())) {
                return new Result.SessionEnded();
            }
            if (Freshness.hasFactor(user) && !Freshness.isFresh(user, found.session(), clock.get())) {
                return new Result.ProofNeeded(Freshness.ways(user));
            }
            User after = user.withName(username);
            UserStore.Renamed renamed = users.rename(
                    user, username, events.of(OutboxEvent.Kind.USER_RENAMED, after, clock.get(), asker.language()));
            if (renamed == UserStore.Renamed.DONE) {
                return new Result.Renamed(after);
            }
            if (renamed == UserStore.Renamed.NAME_TAKEN) {
                return new Result.NameTaken();
            }
        }
        throw new ContentionException("rename");
    }
}
