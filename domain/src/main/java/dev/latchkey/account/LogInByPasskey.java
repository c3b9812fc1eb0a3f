package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.passkey.Asserted;
import dev.latchkey.passkey.Assertion;
import dev.latchkey.passkey.Ceremony;
import dev.latchkey.passkey.Challenge.Purpose;
import dev.latchkey.passkey.ChallengeClaim;
import dev.latchkey.passkey.Challenges;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.PasskeyUse;
import dev.latchkey.passkey.UserHandle;
import dev.latchkey.proof.Step;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.NewSession;
import dev.latchkey.session.Session;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.PasskeyStore;
import dev.latchkey.store.PasskeyStore.Owner;
import dev.latchkey.store.StepStore;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.user.Factor;
import dev.latchkey.user.Kind;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Logging in by a passkey: without a name or password, or as the second step of a login.
 *
 * <p>There is nothing to guess and nobody to enumerate: a challenge is given to everybody, and only the passkey itself says whose it is. The
 * session opens in the write that ends the challenge, for a user who is as when the answer was looked at.
 */
public final class LogInByPasskey {
    private final PasskeyStore passkeys;
    private final StepStore steps;
    private final Ceremony ceremony;
    private final Challenges challenges;
    private final SessionDoor door;
    private final Supplier<Instant> clock;

    /** Builds the use case; the clock tells the time to the microsecond. */
    public LogInByPasskey(
            PasskeyStore passkeys,
            StepStore steps,
            Ceremony ceremony,
            Challenges challenges,
            SessionDoor door,
            Supplier<Instant> clock) {
        this.passkeys = passkeys;
        this.steps = steps;
        this.ceremony = ceremony;
        this.challenges = challenges;
        this.door = door;
        this.clock = clock;
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
         * The passkey is not known, its answer is wrong or was used before, or the user may not log in. Clients are not told which.
         *
         * @param userId whose passkey it is, for the log alone; {@link UserIds#NOBODY} if it is not known
         */
        record Refused(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.PASSKEY_FAILED, userId);
            }
        }

        /** There is no such step: it was used, is over, or the user is no longer as when it began. */
        record InvalidToken() implements Result {}

        /** The passkey's answer is right, and the user's address has to be verified first. */
        record EmailNotVerified() implements Result {}

        /** The user has as many live sessions as allowed. */
        record TooManySessions() implements Result {}

        /**
         * The step has had its tries.
         *
         * @param retryAfter how long until it is over
         */
        record Throttled(Duration retryAfter) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.THROTTLED);
            }
        }
    }

    /**
     * Makes a challenge for a login without a password.
     *
     * @throws StoreUnavailableException if the store does not answer
     */
    public Octets begin() {
        return stored(challenges.forLogin(clock.get()));
    }

    /**
     * Makes a challenge for the second step of a login.
     *
     * @param token the text that the first step answered
     * @return nothing if nobody issued a token of this form
     * @throws StoreUnavailableException if the store does not answer
     */
    public Optional<Octets> begin(String token) {
        return StepTokens.read(token).map(step -> stored(challenges.forStep(step, clock.get())));
    }

    private Octets stored(Challenges.NewChallenge made) {
        passkeys.begin(made.challenge());
        return made.bytes();
    }

    /**
     * Logs in without a password.
     *
     * @param client where the session is opened from
     * @throws StoreUnavailableException if the store does not answer
     * @throws ContentionException if others write again and again
     */
    public Result logIn(Assertion answer, Session.Client client) {
        return logIn(answer, client, null);
    }

    /**
     * Takes the second step of a login. The try is counted at the step before the answer is looked at.
     *
     * @param token the text that the first step answered
     * @param client where the session is opened from
     * @throws StoreUnavailableException if the store does not answer; the try does not count
     * @throws ContentionException if others write again and again; the try does not count
     */
    public Result logIn(String token, Assertion answer, Session.Client client) {
        Optional<PresentedToken.Native> presented = StepTokens.read(token);
        if (presented.isEmpty()) {
            return new Result.InvalidToken();
        }
        Instant now = clock.get();
        StepStore.Try counted =
                steps.count(presented.get().userId(), presented.get().digest(), now);
        if (counted instanceof StepStore.Spent spent) {
            return new Result.Throttled(Duration.between(now, spent.until()));
        }
        if (!(counted instanceof StepStore.Tried admitted)) {
            return new Result.InvalidToken();
        }
        try {
            return logIn(answer, client, admitted.step());
        } catch (StoreUnavailableException | ContentionException e) {
            takeBack(admitted.step());
            throw e;
        }
    }

    private void takeBack(Step step) {
        try {
            steps.takeBack(step);
        } catch (StoreUnavailableException | ContentionException e) {
            // Too strict is the safe side.
        }
    }

    private Result logIn(Assertion answer, Session.Client client, @Nullable Step step) {
        Optional<Passkey> found = passkeys.find(answer.id());
        if (found.isEmpty()) {
            return new Result.Refused(UserIds.NOBODY);
        }
        Passkey passkey = found.get();
        Optional<Asserted> right = ceremony.verify(answer, passkey).filter(said -> passkey.admits(said.counter()));
        if (right.isEmpty() || !isOfPasskey(answer.handle(), passkey, step)) {
            return new Result.Refused(passkey.userId());
        }
        Owner owner = passkeys.owner(passkey.userId());
        User user = owner.user();
        if (user == null || !belongs(passkey, owner, user)) {
            return new Result.Refused(passkey.userId());
        }
        if (step != null && !(step.isOf(user) && step.hasEpochOf(user))) {
            return new Result.InvalidToken();
        }
        return open(user, client, step, use(passkey, right.get(), step));
    }

    /**
     * Without a password it is the handle that says whose login it is, so that it must be there; in a second step the user is known, and the
     * passkey must be theirs.
     */
    private static boolean isOfPasskey(@Nullable UserHandle handle, Passkey passkey, @Nullable Step step) {
        if (step != null && step.userId() != passkey.userId()) {
            return false;
        }
        return handle == null ? step != null : handle.equals(passkey.handle());
    }

    private static boolean belongs(Passkey passkey, Owner owner, User user) {
        return user.active()
                && user.security().kind() == Kind.PERSON
                && user.security().factors().contains(Factor.PASSKEY)
                && user.security().incarnation() == passkey.incarnation()
                && passkey.handle().equals(owner.handle());
    }

    private PasskeyUse use(Passkey passkey, Asserted answer, @Nullable Step step) {
        Instant now = clock.get();
        ChallengeClaim claim = new ChallengeClaim(
                Challenges.digest(answer.challenge()),
                step == null ? Purpose.LOGIN : Purpose.STEP,
                step == null ? UserIds.NOBODY : step.userId(),
                0,
                step == null ? null : step.digest(),
                now);
        return new PasskeyUse(passkey, passkey.usedAt(answer, now), claim);
    }

    private Result open(User user, Session.Client client, @Nullable Step step, PasskeyUse use) {
        try {
            return result(user, door.afterPasskey(user, client, step, use));
        } catch (ContentionException e) {
            // Many at once with one answer: by now one of them has used it up.
            if (passkeys.isOpen(use.challenge())) {
                throw e;
            }
            return new Result.Refused(user.id());
        }
    }

    private static Result result(User user, SessionDoor.Result opened) {
        if (opened instanceof SessionDoor.Result.Opened in) {
            return new Result.LoggedIn(user, in.session());
        }
        if (opened instanceof SessionDoor.Result.AddressNotVerified) {
            return new Result.EmailNotVerified();
        }
        if (opened instanceof SessionDoor.Result.LimitReached) {
            return new Result.TooManySessions();
        }
        return opened instanceof SessionDoor.Result.StepGone
                ? new Result.InvalidToken()
                : new Result.Refused(user.id());
    }
}
