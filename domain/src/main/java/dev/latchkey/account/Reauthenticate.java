package dev.latchkey.account;

import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.proof.App;
import dev.latchkey.proof.AppFactors;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.Freshness;
import dev.latchkey.proof.Proof;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Authentication.Method;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.FactorStore;
import dev.latchkey.store.FactorStore.Factors;
import dev.latchkey.store.FactorStore.Outcome;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.throttle.AccountThrottle;
import dev.latchkey.throttle.Admission;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.CodeThrottle;
import dev.latchkey.throttle.Source;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.user.Password;
import dev.latchkey.user.Passwords;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Proving once more, in a session, who one is: by a code for who has a factor, by the password for everybody else.
 *
 * <p>A wrong password is a failed login, and a wrong code is a guess as at a login. The session notes the proof only if the user is still
 * as when it was looked at.
 */
public final class Reauthenticate {
    private final SessionStore sessions;
    private final SessionPolicy policy;
    private final FactorStore factors;
    private final CodeCheck check;
    private final Passwords passwords;
    private final Limits limits;
    private final Supplier<Instant> clock;

    /**
     * Builds the use case.
     *
     * @param apps what knows codes
     * @param clock tells the time to the microsecond
     */
    public Reauthenticate(
            SessionStore sessions,
            SessionPolicy policy,
            FactorStore factors,
            AppFactors apps,
            Passwords passwords,
            Limits limits,
            Supplier<Instant> clock) {
        this.sessions = sessions;
        this.policy = policy;
        this.factors = factors;
        this.check = new CodeCheck(apps, clock);
        this.passwords = passwords;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * The limits on what may be tried.
     *
     * @param passwords on passwords from one source
     * @param accounts on passwords at one account
     * @param codes on codes
     */
    public record Limits(Throttle passwords, AccountThrottle accounts, CodeThrottle codes) {}

    /** How it ends. */
    public sealed interface Result {
        /**
         * The session has noted it.
         *
         * @param userId whose session it is
         * @param proved all that the session has proved now
         */
        record Proved(long userId, Authentication proved) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.REAUTHENTICATED, userId);
            }
        }

        /**
         * The password is another one.
         *
         * @param userId whose it is
         */
        record WrongPassword(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.REAUTHENTICATION_FAILED, userId);
            }
        }

        /**
         * The code is wrong, or was used before.
         *
         * @param userId whose it is
         */
        record WrongCode(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.CODE_FAILED, userId);
            }
        }

        /**
         * The user has to prove something else.
         *
         * @param ways by what, under the names that clients know
         */
        record OtherProofNeeded(List<String> ways) implements Result {
            /** Copies the list. */
            public OtherProofNeeded {
                ways = List.copyOf(ways);
            }
        }

        /** The session that asks has ended since it was checked. */
        record SessionEnded() implements Result {}

        /**
         * A limit on attempts is reached.
         *
         * @param retryAfter how long until the next attempt may be admitted
         * @param event what happened, for the log
         */
        record Throttled(Duration retryAfter, AccountEvent event) implements Result {}
    }

    /**
     * Proves by the password.
     *
     * @param username the asker's name
     * @throws StoreUnavailableException if the store does not answer; the attempt does not count
     * @throws ContentionException if others change the user again and again; the attempt does not count
     */
    public Result byPassword(Asker asker, String username, Password password) {
        Admission admission = limits.passwords().begin(asker.address(), UsernameRule.uniquenessKey(username));
        if (admission instanceof Admission.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        Attempt attempt = ((Admission.Admitted) admission).attempt();
        try {
            Result result = byPassword(asker, password, attempt);
            if (result instanceof Result.SessionEnded || result instanceof Result.OtherProofNeeded) {
                attempt.abandoned();
            } else if (!(result instanceof Result.Proved)) {
                attempt.failed();
            }
            return result;
        } catch (StoreUnavailableException | ContentionException e) {
            attempt.abandoned();
            throw e;
        }
    }

    private Result byPassword(Asker asker, Password password, Attempt attempt) {
        SessionStore.SessionWithUser found = sessions.find(asker.userId(), asker.session());
        User user = found.user();
        if (user == null || !isLive(user, found.session())) {
            return new Result.SessionEnded();
        }
        if (Freshness.hasFactor(user)) {
            return new Result.OtherProofNeeded(Freshness.ways(user));
        }
        Admission admission = limits.accounts().begin(Optional.of(user), "", Source.of(asker.address()));
        if (admission instanceof Admission.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        attempt.join(((Admission.Admitted) admission).attempt());
        if (passwords.exceedsMaximum(password) || !passwords.verify(password, user.passwordHash())) {
            return new Result.WrongPassword(user.id());
        }
        return note(asker, user, attempt);
    }

    @SuppressWarnings("try") // It is closed, and not used otherwise.
    private Result note(Asker asker, User user, Attempt attempt) {
        try (Attempt.PendingForgiveness pending = attempt.succeeded()) {
            return note(asker, user, new Authentication(Set.of(Method.PWD), clock.get()), null);
        }
    }

    /**
     * Proves by a code of the app, or a backup code.
     *
     * @throws StoreUnavailableException if the store or the key does not answer; the code does not count
     * @throws ContentionException if others write again and again
     */
    @SuppressWarnings("try") // It is closed, and not used otherwise.
    public Result byCode(Asker asker, Code code) {
        Factors found = factors.find(asker.userId());
        User user = found.user();
        Session session = sessions.find(asker.userId(), asker.session()).session();
        if (user == null || session == null || !isLive(user, session)) {
            return new Result.SessionEnded();
        }
        App app = found.app();
        if (app == null || !Freshness.hasFactor(user)) {
            return new Result.OtherProofNeeded(Freshness.ways(user));
        }
        CodeCheck.Result checked = check.check(user, app, code, count(asker, user, session, code));
        if (checked instanceof CodeCheck.Result.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        if (!(checked instanceof CodeCheck.Result.Right right)) {
            return new Result.WrongCode(user.id());
        }
        Authentication before = session.authentication();
        Instant now = clock.get();
        Authentication proved =
                before == null ? new Authentication(Set.of(Method.OTP), now) : before.and(Method.OTP, now);
        try (Attempt.PendingForgiveness pending = right.attempt().succeeded()) {
            return note(asker, user, proved, right.proof());
        }
    }

    private Admission count(Asker asker, User user, Session session, Code code) {
        return Freshness.hasProvedFactor(session)
                ? limits.codes().begin(user, code, asker.session(), clock.get())
                : limits.codes().begin(user, code, asker.address(), clock.get());
    }

    private Result note(Asker asker, User user, Authentication proved, @Nullable Proof proof) {
        Outcome outcome = factors.prove(user, asker.session(), proved, proof);
        return switch (outcome) {
            case DONE -> new Result.Proved(user.id(), proved);
            case CODE_USED -> new Result.WrongCode(user.id());
            case CHANGED, SESSION_ENDED -> new Result.SessionEnded();
        };
    }

    private boolean isLive(User user, @Nullable Session session) {
        return session != null && policy.isLive(user, session, clock.get());
    }
}
