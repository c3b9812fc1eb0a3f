package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.proof.Freshness;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.NewPassword;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.SessionStore.SessionWithUser;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.store.UserStore;
import dev.latchkey.text.Language;
import dev.latchkey.throttle.AccountThrottle;
import dev.latchkey.throttle.Admission;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.Source;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.FormerPassword;
import dev.latchkey.user.KnownSources;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Passwords;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Changing one's own password: all other sessions end in the same write, the one that asked lives on.
 *
 * <p>A wrong current password is a failed login: a thief with a token must not guess faster than one without.
 */
public final class ChangePassword {
    /** A user who changes more often than this meanwhile is asked to try again. */
    private static final int ROUNDS = 3;

    /** Requests that a client sends at once do not all arrive at once. */
    private static final Duration TOGETHER = Duration.ofSeconds(2);

    private final UserStore users;
    private final SessionStore sessions;
    private final SessionPolicy policy;
    private final Passwords passwords;
    private final Throttle throttle;
    private final AccountThrottle accountThrottle;
    private final OutboxEvents events;
    private final Supplier<Instant> clock;

    /** Builds the use case; the clock tells the time to the microsecond. */
    public ChangePassword(
            UserStore users,
            SessionStore sessions,
            SessionPolicy policy,
            Passwords passwords,
            Throttle throttle,
            AccountThrottle accountThrottle,
            OutboxEvents events,
            Supplier<Instant> clock) {
        this.users = users;
        this.sessions = sessions;
        this.policy = policy;
        this.passwords = passwords;
        this.throttle = throttle;
        this.accountThrottle = accountThrottle;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What a user asks for.
     *
     * @param userId the user's id
     * @param username the user's name
     * @param session the session that asks, which is kept
     * @param current the password as it is
     * @param chosen the password as it shall be
     * @param address the address that the request comes from
     * @param language the language of mails about it
     * @param arrival when the request came in
     */
    public record Change(
            long userId,
            String username,
            TokenKey session,
            Password current,
            Password chosen,
            String address,
            Language language,
            Instant arrival) {}

    /** How a change ends. */
    public sealed interface Result {
        /**
         * The password is changed.
         *
         * @param userId whose it is
         */
        record Changed(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.PASSWORD_CHANGED, userId);
            }
        }

        /**
         * The current password is another one.
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
         * The policy refuses the new password.
         *
         * @param violations all that is wrong with it
         */
        record PasswordRejected(List<String> violations) implements Result {
            /** Copies the list. */
            public PasswordRejected {
                violations = List.copyOf(violations);
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
     * Changes a password.
     *
     * @throws StoreUnavailableException if the store does not answer; the attempt does not count
     * @throws ContentionException if others change the user again and again; the attempt does not count
     */
    public Result change(Change wanted) {
        Admission admission = throttle.begin(wanted.address(), UsernameRule.uniquenessKey(wanted.username()));
        if (admission instanceof Admission.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        Attempt attempt = ((Admission.Admitted) admission).attempt();
        try {
            Optional<Live> live = live(wanted);
            Result result = live.isEmpty() ? new Result.SessionEnded() : admit(live.get(), wanted, attempt);
            end(attempt, result);
            return result;
        } catch (StoreUnavailableException | ContentionException e) {
            attempt.abandoned();
            throw e;
        }
    }

    /**
     * Ends an attempt. A success ends it only now, after the write: it also forgets those that were counted meanwhile,
     * which presented the password that was right when they came.
     */
    private static void end(Attempt attempt, Result result) {
        if (result instanceof Result.WrongPassword || result instanceof Result.Throttled) {
            attempt.failed();
        } else if (result instanceof Result.SessionEnded || result instanceof Result.ProofNeeded) {
            attempt.abandoned();
        } else {
            attempt.succeeded().close();
        }
    }

    private Result admit(Live live, Change wanted, Attempt attempt) {
        String source = Source.of(wanted.address());
        Admission admission = accountThrottle.begin(Optional.of(live.user()), "", source);
        if (admission instanceof Admission.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        attempt.join(((Admission.Admitted) admission).attempt());
        return change(live, wanted, attempt);
    }

    private Result change(Live first, Change wanted, Attempt attempt) {
        Optional<Live> live = Optional.of(first);
        for (int round = 0; round < ROUNDS; round++) {
            if (live.isEmpty()) {
                return new Result.SessionEnded();
            }
            User user = live.get().user();
            if (Freshness.hasFactor(user) && !Freshness.isFresh(user, live.get().session(), clock.get())) {
                return new Result.ProofNeeded(Freshness.ways(user));
            }
            if (!isRight(user, wanted.current())) {
                if (mayHaveBeenRight(user, wanted)) {
                    attempt.abandoned();
                }
                return new Result.WrongPassword(user.id());
            }
            Optional<Result> result = store(user, wanted);
            if (result.isPresent()) {
                return result.get();
            }
            live = live(wanted);
        }
        throw new ContentionException("password change");
    }

    /**
     * Tells whether the password may have been changed, from the same session and place, when the request was on its way: then it may
     * have been right when it was sent, and a lost race is no failure.
     */
    private static boolean mayHaveBeenRight(User user, Change wanted) {
        PasswordHash hash = user.passwordHash();
        String source = Source.of(wanted.address());
        User.KeptSession kept = user.kept();
        return hash != null
                && kept != null
                && kept.equals(new User.KeptSession(wanted.session(), user.generation()))
                && Source.isOnePlace(source)
                && user.knownSources()
                        .lastSeen(user.id(), hash, source)
                        .filter(seen -> seen.plus(TOGETHER).isAfter(wanted.arrival()))
                        .isPresent();
    }

    /** Stores the new password; empty if another write was faster. */
    private Optional<Result> store(User user, Change wanted) {
        List<String> violations = passwords.violations(wanted.chosen(), user.username(), user.email());
        if (!violations.isEmpty()) {
            return Optional.of(new Result.PasswordRejected(violations));
        }
        PasswordHash hash = passwords.hash(wanted.chosen());
        List<OutboxEvent> told = told(user, hash, wanted);
        FormerPassword former = told.isEmpty() ? null : FormerPassword.of(user, clock.get());
        boolean changed = users.changePassword(
                user, new NewPassword(hash, known(user, hash, wanted), former), wanted.session(), told);
        return changed ? Optional.of(new Result.Changed(user.id())) : Optional.empty();
    }

    private List<OutboxEvent> told(User user, PasswordHash hash, Change wanted) {
        User after = user.withNewPassword(hash, user.security());
        return events.of(OutboxEvent.Kind.PASSWORD_CHANGED, after, clock.get(), wanted.language());
    }

    /** The new password forgets every place but the one that it comes from. */
    private KnownSources known(User user, PasswordHash hash, Change wanted) {
        String source = Source.of(wanted.address());
        return Source.isOnePlace(source)
                ? KnownSources.NONE.with(user.id(), hash, source, clock.get())
                : KnownSources.NONE;
    }

    /**
     * Returns user and session as of now, if the session is still alive: it may have ended since it was checked, and must not then be
     * the one that is kept.
     */
    private Optional<Live> live(Change wanted) {
        SessionWithUser found = sessions.find(wanted.userId(), wanted.session());
        User user = found.user();
        Session session = found.session();
        return session != null && user != null && policy.isLive(user, session, clock.get())
                ? Optional.of(new Live(user, session))
                : Optional.empty();
    }

    /** A user and the session that asks, as one read found them. */
    private record Live(User user, Session session) {}

    private boolean isRight(User user, Password current) {
        return !passwords.exceedsMaximum(current) && passwords.verify(current, user.passwordHash());
    }
}
