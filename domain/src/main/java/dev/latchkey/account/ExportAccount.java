package dev.latchkey.account;

import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.key.ApiKey;
import dev.latchkey.link.Link;
import dev.latchkey.proof.App;
import dev.latchkey.proof.Freshness;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.store.FactorStore;
import dev.latchkey.store.KeyStore;
import dev.latchkey.store.LinkStore;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.UndoStore;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writing out for a user all that is stored of them, but for secrets and what is made of secrets. */
public final class ExportAccount {
    private final SessionStore sessions;
    private final SessionPolicy policy;
    private final FactorStore factors;
    private final LinkStore links;
    private final UndoStore undos;
    private final KeyStore keys;
    private final Supplier<Instant> clock;

    /** Builds the use case; the clock tells the time to the microsecond. */
    public ExportAccount(
            SessionStore sessions,
            SessionPolicy policy,
            FactorStore factors,
            LinkStore links,
            UndoStore undos,
            KeyStore keys,
            Supplier<Instant> clock) {
        this.sessions = sessions;
        this.policy = policy;
        this.factors = factors;
        this.links = links;
        this.undos = undos;
        this.keys = keys;
        this.clock = clock;
    }

    /** How it ends. */
    public sealed interface Result {
        /**
         * What is stored.
         *
         * @param user the user
         * @param sessions the stored sessions, oldest first, those that are over among them
         * @param app the authenticator app in force, or null
         * @param links what was mailed and is not used, in the order of its expiry
         * @param undos what changes of the last days replaced, oldest first
         * @param keys the stored keys, oldest first, those that are over among them
         */
        record Exported(
                User user,
                List<Session> sessions,
                @Nullable App app,
                List<Link> links,
                List<Undo> undos,
                List<ApiKey> keys)
                implements Result {
            /** Copies the lists. */
            public Exported {
                sessions = List.copyOf(sessions);
                links = List.copyOf(links);
                undos = List.copyOf(undos);
                keys = List.copyOf(keys);
            }

            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.DATA_EXPORTED, user.id());
            }
        }

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
    }

    /**
     * Reads all that is stored of whoever asks.
     *
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public Result export(Asker asker) {
        FactorStore.Factors found = factors.find(asker.userId());
        User user = found.user();
        Session session = sessions.find(asker.userId(), asker.session()).session();
        if (user == null || session == null || !policy.isLive(user, session, clock.get())) {
            return new Result.SessionEnded();
        }
        if (Freshness.hasFactor(user) && !Freshness.isFresh(user, session, clock.get())) {
            return new Result.ProofNeeded(Freshness.ways(user));
        }
        long incarnation = user.security().incarnation();
        return new Result.Exported(
                user,
                sessions.list(user.id()),
                found.app(),
                links.list(user.id()).stream()
                        .filter(link -> link.incarnation() == incarnation)
                        .sorted(Comparator.comparing(Link::expiry))
                        .toList(),
                undos.list(user.id()).stream()
                        .filter(undo -> undo.incarnation() == incarnation)
                        .sorted(Comparator.comparingLong(Undo::epoch))
                        .toList(),
                keys.list(user.id()).stream()
                        .filter(key -> key.owner().incarnation() == incarnation)
                        .toList());
    }
}
