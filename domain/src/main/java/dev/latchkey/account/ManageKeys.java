package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.key.ApiKey;
import dev.latchkey.key.KeyIssuer;
import dev.latchkey.key.KeyPolicy;
import dev.latchkey.key.KeySettings;
import dev.latchkey.key.NewKey;
import dev.latchkey.key.Scope;
import dev.latchkey.key.Scopes;
import dev.latchkey.proof.Freshness;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.store.KeyStore;
import dev.latchkey.store.KeyStore.KeyWithUser;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.SessionStore.SessionWithUser;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What users do with their own keys.
 *
 * <p>A key outlives the session that made it and every new password, so that making one asks all users for a fresh proof, whether they
 * have a second factor or not.
 */
public final class ManageKeys {
    /** So many live keys a user may have; of several made at the same moment one or two may be over. */
    public static final int MOST = 100;

    private final SessionStore sessions;
    private final SessionPolicy sessionPolicy;
    private final KeyStore keys;
    private final KeySettings settings;
    private final KeyPolicy policy;
    private final KeyIssuer issuer;
    private final boolean verifiedOnly;
    private final Supplier<Instant> clock;

    /**
     * Builds the use case.
     *
     * @param verification where addresses are verified at all, only who has verified theirs may make a key: whoever registered with
     *     another's address can plant nothing before its owner comes
     * @param clock tells the time, to the microsecond
     */
    public ManageKeys(
            SessionStore sessions,
            SessionPolicy sessionPolicy,
            KeyStore keys,
            KeySettings settings,
            KeyIssuer issuer,
            VerificationRule verification,
            Supplier<Instant> clock) {
        this.sessions = sessions;
        this.sessionPolicy = sessionPolicy;
        this.keys = keys;
        this.settings = settings;
        this.policy = new KeyPolicy(settings);
        this.issuer = issuer;
        this.verifiedOnly = verification.mode() != VerificationRule.Mode.NONE;
        this.clock = clock;
    }

    /** How making a key ends. */
    public sealed interface Result {
        /**
         * The user has a key more.
         *
         * @param made which, with its text
         */
        record Made(NewKey made) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return new AccountEvent(
                        AccountEvent.Kind.KEY_MADE,
                        made.key().userId(),
                        made.key().key().value());
            }
        }

        /**
         * The user may have no key with a scope: there is none of the name, or it is for others.
         *
         * @param scope the scope's name
         */
        record NotAllowed(String scope) implements Result {}

        /**
         * The key is to end in the past, or too late.
         *
         * @param longest the longest life that a key may have
         */
        record WrongExpiry(Duration longest) implements Result {}

        /** The user has as many keys as there may be. */
        record TooMany() implements Result {}

        /** The user's address has to be verified first. */
        record EmailNotVerified() implements Result {}

        /**
         * The user has to prove first who they are.
         *
         * @param ways by what, under the names that clients know
         */
        record ProofNeeded(List<String> ways) implements Result {
            /** Copies the list. */
            public ProofNeeded {
                ways = List.copyOf(ways);
            }
        }

        /** The session that asks has ended since it was checked, or the user has changed. */
        record SessionEnded() implements Result {}
    }

    /**
     * Makes a key.
     *
     * @param session the session that asks
     * @param name a name that {@link dev.latchkey.key.KeyNameRule} takes
     * @param scopes what it is to be used for
     * @param expiry when it is to end, or null for as late as it may
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws dev.latchkey.store.ContentionException if the write lost against others again and again
     */
    public Result make(long userId, TokenKey session, String name, Scopes scopes, @Nullable Instant expiry) {
        SessionWithUser found = sessions.find(userId, session);
        User user = found.user();
        Session asking = found.session();
        Instant now = clock.get();
        if (user == null || asking == null || !sessionPolicy.isLive(user, asking, now)) {
            return new Result.SessionEnded();
        }
        Result refusal = refusal(user, asking, scopes, now);
        if (refusal != null) {
            return refusal;
        }
        Instant end = expiry == null ? settings.latest(now) : expiry;
        if (!end.isAfter(now) || end.isAfter(settings.latest(now))) {
            return new Result.WrongExpiry(settings.maxTtl());
        }
        if (live(user, now).size() >= MOST) {
            return new Result.TooMany();
        }
        NewKey made = issuer.issue(user, name, scopes, end, now);
        return keys.create(user, made.key(), List.of()) ? new Result.Made(made) : new Result.SessionEnded();
    }

    private @Nullable Result refusal(User user, Session asking, Scopes scopes, Instant now) {
        if (verifiedOnly && !user.security().emailVerified()) {
            return new Result.EmailNotVerified();
        }
        for (Scope scope : scopes) {
            if (!settings.allows(user, scope)) {
                return new Result.NotAllowed(scope.name());
            }
        }
        return Freshness.isFresh(user, asking, now) ? null : new Result.ProofNeeded(Freshness.ways(user));
    }

    /**
     * Returns the user's live keys, oldest first.
     *
     * @param session the session that asks
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public List<ApiKey> list(long userId, TokenKey session) {
        User user = sessions.find(userId, session).user();
        return user == null ? List.of() : live(user, clock.get());
    }

    private List<ApiKey> live(User user, Instant now) {
        return keys.list(user.id()).stream()
                .filter(key -> policy.isLive(user, key, now))
                .toList();
    }

    /**
     * Ends a key.
     *
     * <p>It is looked for first: a deletion whose answer was lost finds nothing when it is tried again.
     *
     * @return what happened, for the log, or nothing if the user has no such key
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws dev.latchkey.store.ContentionException if the write lost against others again and again
     */
    public Optional<AccountEvent> revoke(long userId, TokenKey key) {
        KeyWithUser found = keys.find(userId, key);
        if (found.key() == null) {
            return Optional.empty();
        }
        keys.revoke(userId, key);
        return Optional.of(new AccountEvent(AccountEvent.Kind.KEY_REVOKED, userId, key.value()));
    }
}
