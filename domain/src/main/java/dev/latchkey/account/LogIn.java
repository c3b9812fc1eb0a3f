package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.proof.NewStep;
import dev.latchkey.session.NewSession;
import dev.latchkey.session.Session;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.store.UserStore;
import dev.latchkey.throttle.AccountThrottle;
import dev.latchkey.throttle.Admission;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.Source;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Passwords;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Logging in: name and password in, a new session out.
 *
 * <p>The attempt is counted first, so that one over the limit costs neither a look-up nor a hash, whoever it is for. Whatever is
 * wrong about a name or a password costs one hash and gives one result.
 */
public final class LogIn {
    /** A user who changes more often than this while logging in is asked to try again. */
    private static final int ROUNDS = 3;

    private final UserStore users;
    private final Passwords passwords;
    private final Throttle throttle;
    private final AccountThrottle accountThrottle;
    private final SessionDoor door;

    /**
     * Builds the use case.
     *
     * @param throttle the limits on one source
     * @param accountThrottle the limit on one account from all sources that it does not know
     * @param door opens the session, or asks for a proof first
     */
    public LogIn(
            UserStore users,
            Passwords passwords,
            Throttle throttle,
            AccountThrottle accountThrottle,
            SessionDoor door) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
        this.accountThrottle = accountThrottle;
        this.door = door;
    }

    /** How a login ends. */
    public sealed interface Result {
        /**
         * A session is open.
         *
         * @param user whose it is
         * @param opened the session with its token
         */
        record LoggedIn(User user, NewSession opened) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                String key = opened.session().key().value();
                return new AccountEvent(AccountEvent.Kind.LOGGED_IN, user.id(), key);
            }
        }

        /**
         * Name and password do not belong together, or the user may not log in. Clients are not told which.
         *
         * @param userId who has the name, for the log alone; {@link UserIds#NOBODY} if nobody does
         */
        record WrongCredentials(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.LOGIN_FAILED, userId);
            }
        }

        /** The password is right, and the user's address has to be verified first. */
        record EmailNotVerified() implements Result {}

        /**
         * Name and password belong together, and the user has a second factor.
         *
         * @param userId whose login it is
         * @param step what goes on with the proof, with its token
         * @param method what is asked for first, under the name that clients know
         */
        record SecondFactorNeeded(long userId, NewStep step, String method) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.FACTOR_ASKED, userId);
            }
        }

        /**
         * Name and password belong together, and the user has a second factor, which this stack cannot ask for. Letting them in without
         * it would take away what they set up.
         *
         * @param userId whose login it is
         */
        record SecondFactorSwitchedOff(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.FACTOR_ASKED, userId);
            }
        }

        /** The user has as many live sessions as allowed. */
        record TooManySessions() implements Result {}

        /**
         * A limit on attempts is reached.
         *
         * @param retryAfter how long until the next attempt may be admitted
         * @param event what happened, for the log
         */
        record Throttled(Duration retryAfter, AccountEvent event) implements Result {}
    }

    /**
     * Logs in.
     *
     * @param nameKey the uniqueness form of the user name
     * @param client where the session is opened from
     * @throws StoreUnavailableException if the store does not answer; the attempt does not count
     * @throws ContentionException if others change the user again and again; the attempt does not count
     */
    public Result logIn(String nameKey, Password password, Session.Client client) {
        Admission admission = throttle.begin(client.sourceIp(), nameKey);
        if (admission instanceof Admission.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        Attempt attempt = ((Admission.Admitted) admission).attempt();
        try {
            Result result = logIn(nameKey, password, client, attempt);
            if (result instanceof Result.WrongCredentials || result instanceof Result.Throttled) {
                attempt.failed();
            }
            return result;
        } catch (StoreUnavailableException | ContentionException e) {
            attempt.abandoned();
            throw e;
        }
    }

    private Result logIn(String nameKey, Password password, Session.Client client, Attempt attempt) {
        if (passwords.exceedsMaximum(password)) {
            return new Result.WrongCredentials(UserIds.NOBODY);
        }
        UserStore.NameFound found = users.lookUp(nameKey);
        Admission admission = accountThrottle.begin(found.user(), nameKey, Source.of(client.sourceIp()));
        if (admission instanceof Admission.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        attempt.join(((Admission.Admitted) admission).attempt());
        return logIn(found, new Try(nameKey, password, client, attempt));
    }

    /** An admitted attempt. */
    private record Try(String nameKey, Password password, Session.Client client, Attempt attempt) {}

    private Result logIn(UserStore.NameFound first, Try admitted) {
        UserStore.NameFound found = first;
        for (int round = 0; round < ROUNDS; round++) {
            if (!isRight(found, admitted)) {
                return new Result.WrongCredentials(found.user().map(User::id).orElse(UserIds.NOBODY));
            }
            User user = found.user().orElseThrow();
            SessionDoor.Result opened = open(user, admitted);
            if (!(opened instanceof SessionDoor.Result.UserChanged)) {
                return result(user, opened);
            }
            found = users.lookUp(admitted.nameKey());
        }
        throw new ContentionException("login");
    }

    /** The password was right, whatever becomes of the session: the attempt has succeeded, which it can do once. */
    @SuppressWarnings("try") // It is closed, and not used otherwise.
    private SessionDoor.Result open(User user, Try admitted) {
        try (Attempt.PendingForgiveness pending = admitted.attempt().succeeded()) {
            PasswordHash rehashed = rehashed(user, admitted.password());
            SessionDoor.Result result = door.afterPassword(user, admitted.client(), rehashed);
            if (rehashed != null
                    && (result instanceof SessionDoor.Result.Opened
                            || result instanceof SessionDoor.Result.ProofNeeded)) {
                noteRehashed(Objects.requireNonNull(user.passwordHash()));
            }
            return result;
        }
    }

    private void noteRehashed(PasswordHash before) {
        PasswordHash way = passwords.way(before);
        if (way == null) {
            return;
        }
        try {
            users.wasRehashed(way);
        } catch (StoreUnavailableException | ContentionException e) {
            // The user is in. The next count of all hashes puts it right.
        }
    }

    private static Result result(User user, SessionDoor.Result opened) {
        if (opened instanceof SessionDoor.Result.Opened in) {
            return new Result.LoggedIn(user, in.session());
        }
        if (opened instanceof SessionDoor.Result.ProofNeeded needed) {
            return new Result.SecondFactorNeeded(user.id(), needed.step(), needed.method());
        }
        if (opened instanceof SessionDoor.Result.AddressNotVerified) {
            return new Result.EmailNotVerified();
        }
        return opened instanceof SessionDoor.Result.ProofSwitchedOff
                ? new Result.SecondFactorSwitchedOff(user.id())
                : new Result.TooManySessions();
    }

    /** Computes the user's hash, or, for a name that nobody has, one such as a user might have. */
    private boolean isRight(UserStore.NameFound found, Try admitted) {
        PasswordHash hash = found.user().isPresent()
                ? found.user().get().passwordHash()
                : found.census().forNobody(admitted.nameKey());
        return passwords.verify(admitted.password(), hash)
                && found.user().filter(User::isOpen).isPresent();
    }

    /** Returns the same password under current parameters, or null if it is stored so already. */
    private @Nullable PasswordHash rehashed(User user, Password password) {
        PasswordHash hash = user.passwordHash();
        return hash != null && passwords.needsRehash(hash) ? passwords.hash(password) : null;
    }
}
