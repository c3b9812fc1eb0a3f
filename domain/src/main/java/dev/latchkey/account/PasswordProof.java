package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.proof.Freshness;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.SessionStore.SessionWithUser;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.throttle.AccountThrottle;
import dev.latchkey.throttle.Admission;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.Source;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.Password;
import dev.latchkey.user.Passwords;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Proving with the password, from within a session, that it is oneself who asks for something that a thief with a token must not
 * have.
 *
 * <p>A wrong password is a failed login, and counts as one: a thief with a token must not guess faster than one without.
 */
public final class PasswordProof {
    private final SessionStore sessions;
    private final SessionPolicy policy;
    private final Passwords passwords;
    private final Throttle throttle;
    private final AccountThrottle accountThrottle;
    private final Supplier<Instant> clock;

    /** Builds the proof; the clock tells the time to the microsecond. */
    public PasswordProof(
            SessionStore sessions,
            SessionPolicy policy,
            Passwords passwords,
            Throttle throttle,
            AccountThrottle accountThrottle,
            Supplier<Instant> clock) {
        this.sessions = sessions;
        this.policy = policy;
        this.passwords = passwords;
        this.throttle = throttle;
        this.accountThrottle = accountThrottle;
        this.clock = clock;
    }

    /**
     * Who asks.
     *
     * @param userId the user's id
     * @param username the user's name
     * @param session the session that asks
     * @param password the password that is presented
     * @param source the address that the request comes from
     */
    public record Claim(long userId, String username, TokenKey session, Password password, String source) {}

    /** How a proof ends. */
    public sealed interface Result {
        /**
         * It is the user.
         *
         * @param user the user as the password was found right for
         */
        record Proven(User user) implements Result {}

        /**
         * The password is another one.
         *
         * @param userId whose it is
         */
        record WrongPassword(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.PASSWORD_CHANGE_FAILED, userId);
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

        /**
         * A limit on attempts is reached.
         *
         * @param retryAfter how long until the next attempt may be admitted
         * @param event what happened, for the log
         */
        record Throttled(Duration retryAfter, AccountEvent event) implements Result {}
    }

    /**
     * Checks a password.
     *
     * @throws StoreUnavailableException if the store does not answer; the attempt does not count
     */
    public Result check(Claim claim) {
        Admission admission = throttle.begin(claim.source(), UsernameRule.uniquenessKey(claim.username()));
        if (admission instanceof Admission.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        Attempt attempt = ((Admission.Admitted) admission).attempt();
        try {
            SessionWithUser found = sessions.find(claim.userId(), claim.session());
            User user = found.user();
            Session session = found.session();
            if (user == null || session == null || !policy.isLive(user, session, clock.get())) {
                attempt.abandoned();
                return new Result.SessionEnded();
            }
            if (Freshness.hasFactor(user) && !Freshness.isFresh(user, session, clock.get())) {
                attempt.abandoned();
                return new Result.ProofNeeded(Freshness.ways(user));
            }
            Result result = check(user, claim, attempt);
            if (!(result instanceof Result.Proven)) {
                attempt.failed();
            }
            return result;
        } catch (StoreUnavailableException | ContentionException e) {
            attempt.abandoned();
            throw e;
        }
    }

    @SuppressWarnings("try") // It is closed, and not used otherwise.
    private Result check(User user, Claim claim, Attempt attempt) {
        Admission admission = accountThrottle.begin(Optional.of(user), "", Source.of(claim.source()));
        if (admission instanceof Admission.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        attempt.join(((Admission.Admitted) admission).attempt());
        boolean right =
                !passwords.exceedsMaximum(claim.password()) && passwords.verify(claim.password(), user.passwordHash());
        if (!right) {
            return new Result.WrongPassword(user.id());
        }
        try (Attempt.PendingForgiveness pending = attempt.succeeded()) {
            return new Result.Proven(user);
        }
    }
}
