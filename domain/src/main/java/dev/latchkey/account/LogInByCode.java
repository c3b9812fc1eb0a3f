package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.proof.App;
import dev.latchkey.proof.AppFactors;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.CodeUse;
import dev.latchkey.proof.Proof;
import dev.latchkey.proof.Step;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.NewSession;
import dev.latchkey.session.Session;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.FactorStore;
import dev.latchkey.store.FactorStore.Factors;
import dev.latchkey.store.StepStore;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.text.Language;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.CodeThrottle;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.user.Factor;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The second step of a login: the token of the first one and a code in, a new session out.
 *
 * <p>The try is counted at the step first, then the code at the account, and only then is it looked at. The session opens in the write
 * that ends the step and uses the code up, and only for a user who is as when the password was right.
 */
public final class LogInByCode {
    private final StepStore steps;
    private final FactorStore factors;
    private final CodeThrottle throttle;
    private final CodeCheck check;
    private final SessionDoor door;
    private final OutboxEvents events;
    private final Supplier<Instant> clock;

    /** Builds the use case; the clock tells the time to the microsecond. */
    public LogInByCode(
            StepStore steps,
            FactorStore factors,
            AppFactors apps,
            CodeThrottle throttle,
            SessionDoor door,
            OutboxEvents events,
            Supplier<Instant> clock) {
        this.steps = steps;
        this.factors = factors;
        this.throttle = throttle;
        this.check = new CodeCheck(apps, clock);
        this.door = door;
        this.events = events;
        this.clock = clock;
    }

    /** How the second step ends. */
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

        /** There is no such step: it was used, is over, or the user is no longer as when it began. */
        record InvalidToken() implements Result {}

        /**
         * The code is wrong, or was used before.
         *
         * @param userId whose login it is, for the log
         */
        record WrongCode(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.CODE_FAILED, userId);
            }
        }

        /** The user has as many live sessions as allowed. */
        record TooManySessions() implements Result {}

        /**
         * A limit on codes is reached.
         *
         * @param retryAfter how long until the next one may be looked at
         * @param event what happened, for the log
         */
        record Throttled(Duration retryAfter, AccountEvent event) implements Result {}
    }

    /**
     * Goes on with a login.
     *
     * @param token the text that the first step answered
     * @param client where the session is opened from
     * @param language of who logs in
     * @throws StoreUnavailableException if the store or the key does not answer; the try does not count
     * @throws ContentionException if others write again and again; the try does not count
     */
    public Result logIn(String token, Code code, Session.Client client, Language language) {
        Optional<PresentedToken.Native> presented = StepTokens.read(token);
        if (presented.isEmpty()) {
            return new Result.InvalidToken();
        }
        Instant now = clock.get();
        StepStore.Try counted =
                steps.count(presented.get().userId(), presented.get().digest(), now);
        if (counted instanceof StepStore.Spent spent) {
            return new Result.Throttled(
                    Duration.between(now, spent.until()), AccountEvent.of(AccountEvent.Kind.THROTTLED));
        }
        if (!(counted instanceof StepStore.Tried admitted)) {
            return new Result.InvalidToken();
        }
        try {
            return logIn(admitted.step(), code, client, language);
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

    private Result logIn(Step step, Code code, Session.Client client, Language language) {
        Factors found = factors.find(step.userId());
        User user = found.user();
        if (user == null || !step.isOf(user)) {
            return new Result.InvalidToken();
        }
        App app = found.app();
        if (app == null || !user.security().factors().contains(Factor.APP)) {
            return new Result.WrongCode(user.id());
        }
        if (!step.hasEpochOf(user)) {
            return new Result.InvalidToken();
        }
        CodeCheck.Result checked =
                check.check(user, app, code, throttle.begin(user, code, client.sourceIp(), clock.get()));
        if (checked instanceof CodeCheck.Result.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        if (!(checked instanceof CodeCheck.Result.Right right)) {
            return new Result.WrongCode(user.id());
        }
        return open(user, step, right, client, events(user, right.proof(), language));
    }

    /** A code was right, whatever becomes of the session: it was no guess. */
    @SuppressWarnings("try") // It is closed, and not used otherwise.
    private Result open(
            User user, Step step, CodeCheck.Result.Right right, Session.Client client, List<OutboxEvent> notices) {
        try (Attempt.PendingForgiveness pending = right.attempt().succeeded()) {
            return result(user, door.afterCode(user, client, step, right.proof(), notices));
        } catch (ContentionException e) {
            // Many at once with one code: by now one of them has used it up.
            App now = factors.find(user.id()).app();
            if (now == null || !now.hasUsed(right.proof().use())) {
                throw e;
            }
            return new Result.WrongCode(user.id());
        }
    }

    private static Result result(User user, SessionDoor.Result opened) {
        if (opened instanceof SessionDoor.Result.Opened in) {
            return new Result.LoggedIn(user, in.session());
        }
        if (opened instanceof SessionDoor.Result.LimitReached) {
            return new Result.TooManySessions();
        }
        return opened instanceof SessionDoor.Result.CodeUsed
                ? new Result.WrongCode(user.id())
                : new Result.InvalidToken();
    }

    private List<OutboxEvent> events(User user, Proof proof, Language language) {
        return proof.use() instanceof CodeUse.OfBackup
                ? events.of(OutboxEvent.Kind.BACKUP_CODE_USED, user, clock.get(), language)
                : List.of();
    }
}
