package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvent.Detail;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.proof.App;
import dev.latchkey.proof.AppFactors;
import dev.latchkey.proof.AppFactors.Enrolment;
import dev.latchkey.proof.AppFactors.WithCodes;
import dev.latchkey.proof.BackupCodes;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.CodeUse;
import dev.latchkey.proof.Freshness;
import dev.latchkey.proof.PendingApp;
import dev.latchkey.proof.Proof;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Authentication.Method;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.store.FactorStore;
import dev.latchkey.store.FactorStore.Factors;
import dev.latchkey.store.FactorStore.Outcome;
import dev.latchkey.store.Sequel;
import dev.latchkey.store.SessionStore;
import dev.latchkey.text.Language;
import dev.latchkey.throttle.Admission;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.CodeThrottle;
import dev.latchkey.token.TokenKey;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.Factor;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * What users do with their own authenticator app: set it up, confirm it, make new backup codes, take it out of force.
 *
 * <p>An app that is being set up gates nothing and can be confirmed for ten minutes. Every change needs a code, which it uses up in the
 * write that makes the change.
 */
public final class ManageApp {
    private final SessionStore sessions;
    private final SessionPolicy policy;
    private final FactorStore factors;
    private final AppFactors apps;
    private final CodeThrottle throttle;
    private final CodeCheck check;
    private final boolean verifiedOnly;
    private final OutboxEvents events;
    private final Supplier<Instant> clock;

    /**
     * Builds the use cases.
     *
     * @param verification where addresses are verified at all, only who has verified theirs may set an app up: whoever registered with
     *     another's address can plant nothing before its owner comes
     * @param clock tells the time, to the microsecond
     */
    public ManageApp(
            SessionStore sessions,
            SessionPolicy policy,
            FactorStore factors,
            AppFactors apps,
            CodeThrottle throttle,
            VerificationRule verification,
            OutboxEvents events,
            Supplier<Instant> clock) {
        this.sessions = sessions;
        this.policy = policy;
        this.factors = factors;
        this.apps = apps;
        this.throttle = throttle;
        this.check = new CodeCheck(apps, clock);
        this.verifiedOnly = verification.mode() != VerificationRule.Mode.NONE;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Who asks.
     *
     * @param userId the user's id
     * @param session the session that asks
     * @param address the address that the request comes from
     * @param language what language the user reads
     */
    public record Asker(long userId, TokenKey session, String address, Language language) {}

    /** How any of it ends. */
    public sealed interface Result {
        /**
         * An app is being set up.
         *
         * @param enrolment what the app reads
         * @param userId whose it is
         */
        record Enrolled(Enrolment enrolment, long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.APP_ENROLLED, userId);
            }
        }

        /**
         * The app is in force, or has new backup codes.
         *
         * @param codes the backup codes
         * @param event what happened, for the log
         */
        record WithBackupCodes(BackupCodes codes, AccountEvent event) implements Result {}

        /**
         * The app is no longer in force.
         *
         * @param userId whose it was
         */
        record Removed(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.APP_REMOVED, userId);
            }
        }

        /** The user's address has to be verified first. */
        record EmailNotVerified() implements Result {}

        /** An app is in force already. */
        record AlreadyActive() implements Result {}

        /** An app was set up once, and none is in force. */
        record NotActive() implements Result {}

        /** No app was ever set up. */
        record NoApp() implements Result {}

        /**
         * The code is wrong, or was used before.
         *
         * @param userId whose app it is about, for the log
         */
        record WrongCode(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.CODE_FAILED, userId);
            }
        }

        /** The session that asks has ended since it was checked. */
        record SessionEnded() implements Result {}

        /**
         * A limit on codes is reached.
         *
         * @param retryAfter how long until the next one may be looked at
         * @param event what happened, for the log
         */
        record Throttled(Duration retryAfter, AccountEvent event) implements Result {}
    }

    /** Returns what of the user's is in force. */
    public boolean isActive(Asker asker) {
        return isActive(factors.find(asker.userId()));
    }

    /**
     * Makes a secret for an app; one that was being set up is void.
     *
     * @throws dev.latchkey.store.StoreUnavailableException if the store or the key does not answer
     */
    public Result enrol(Asker asker) {
        Factors found = factors.find(asker.userId());
        User user = found.user();
        if (user == null) {
            return new Result.SessionEnded();
        }
        if (isActive(found)) {
            return new Result.AlreadyActive();
        }
        if (mustVerify(user)) {
            return new Result.EmailNotVerified();
        }
        Enrolment enrolment = apps.enrol(user);
        factors.begin(
                user,
                new PendingApp(
                        enrolment.sealed(),
                        user.security().incarnation(),
                        clock.get().plus(PendingApp.LIFE)));
        return new Result.Enrolled(enrolment, user.id());
    }

    /**
     * Puts the app in force that is being set up, for a code of it. Backup codes there are none yet.
     *
     * @throws dev.latchkey.store.StoreUnavailableException if the store or the key does not answer
     * @throws dev.latchkey.store.ContentionException if others write again and again
     */
    public Result confirm(Asker asker, Code code) {
        Factors found = factors.find(asker.userId());
        User user = found.user();
        if (user == null) {
            return new Result.SessionEnded();
        }
        if (isActive(found)) {
            return new Result.AlreadyActive();
        }
        if (mustVerify(user)) {
            return new Result.EmailNotVerified();
        }
        PendingApp pending = found.pending();
        if (pending == null) {
            return found.hadApp() ? new Result.WrongCode(user.id()) : new Result.NoApp();
        }
        Instant now = clock.get();
        Optional<CodeUse> use =
                now.isBefore(pending.expiry()) ? apps.check(user, pending.sealed(), code, now) : Optional.empty();
        return use.isPresent() && use.get() instanceof CodeUse.OfApp right
                ? confirm(asker, user, pending, right.step())
                : new Result.WrongCode(user.id());
    }

    private Result confirm(Asker asker, User user, PendingApp pending, long step) {
        Optional<Session> session = live(asker, user);
        if (session.isEmpty()) {
            return new Result.SessionEnded();
        }
        WithCodes made = apps.withNewCodes(user, pending.sealed());
        App app = App.confirmed(made.sealed(), user.security().incarnation(), step);
        User after = user.with(user.security().with(Factor.APP));
        Outcome outcome = factors.confirm(
                user,
                pending,
                app,
                asker.session(),
                proved(session.get()),
                Sequel.of(notice(OutboxEvent.Kind.FACTOR_ADDED, after, asker), Undo.ofApp(user, clock.get(), null)));
        return switch (outcome) {
            case DONE ->
                new Result.WithBackupCodes(made.codes(), AccountEvent.of(AccountEvent.Kind.APP_CONFIRMED, user.id()));
            case SESSION_ENDED -> new Result.SessionEnded();
            case CODE_USED -> new Result.WrongCode(user.id());
            case CHANGED -> isActive(asker) ? new Result.AlreadyActive() : new Result.WrongCode(user.id());
        };
    }

    /**
     * Takes the app out of force, for a code of it or a backup code.
     *
     * @throws dev.latchkey.store.StoreUnavailableException if the store or the key does not answer; the code does not count
     * @throws dev.latchkey.store.ContentionException if others write again and again
     */
    public Result remove(Asker asker, Code code) {
        return withProof(asker, code, (user, proof) -> {
            User after = user.with(user.security().without(Factor.APP));
            Undo undo = Undo.ofApp(user, clock.get(), proof.app().after(proof.use()));
            Outcome outcome =
                    factors.remove(user, proof, Sequel.of(notice(OutboxEvent.Kind.FACTOR_REMOVED, after, asker), undo));
            return outcome == Outcome.DONE ? new Result.Removed(user.id()) : new Result.WrongCode(user.id());
        });
    }

    /**
     * Makes new backup codes in the place of the old ones, for a code of the app or a backup code.
     *
     * @throws dev.latchkey.store.StoreUnavailableException if the store or the key does not answer; the code does not count
     * @throws dev.latchkey.store.ContentionException if others write again and again
     */
    public Result renewCodes(Asker asker, Code code) {
        return withProof(asker, code, (user, proof) -> {
            WithCodes made = apps.withNewCodes(user, proof.app().sealed());
            Outcome outcome = factors.renew(user, proof, made.sealed(), List.of());
            return outcome == Outcome.DONE
                    ? new Result.WithBackupCodes(
                            made.codes(), AccountEvent.of(AccountEvent.Kind.BACKUP_CODES_MADE, user.id()))
                    : new Result.WrongCode(user.id());
        });
    }

    @SuppressWarnings("try") // It is closed, and not used otherwise.
    private Result withProof(Asker asker, Code code, BiFunction<User, Proof, Result> change) {
        Factors found = factors.find(asker.userId());
        User user = found.user();
        if (user == null) {
            return new Result.SessionEnded();
        }
        App app = found.app();
        if (app == null || !isActive(found)) {
            return found.hadApp() || found.pending() != null ? new Result.NotActive() : new Result.NoApp();
        }
        Optional<Session> session = live(asker, user);
        if (session.isEmpty()) {
            return new Result.SessionEnded();
        }
        CodeCheck.Result checked = check.check(user, app, code, count(asker, user, session.get(), code));
        if (checked instanceof CodeCheck.Result.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        if (!(checked instanceof CodeCheck.Result.Right right)) {
            return new Result.WrongCode(user.id());
        }
        try (Attempt.PendingForgiveness pending = right.attempt().succeeded()) {
            return change.apply(user, right.proof());
        }
    }

    private Admission count(Asker asker, User user, Session session, Code code) {
        return Freshness.hasProvedFactor(session)
                ? throttle.begin(user, code, asker.session(), clock.get())
                : throttle.begin(user, code, asker.address(), clock.get());
    }

    /** Returns the session that asks, if it is still alive and of the user as just read: it may have ended since it was checked. */
    private Optional<Session> live(Asker asker, User user) {
        return Optional.ofNullable(
                        sessions.find(asker.userId(), asker.session()).session())
                .filter(session -> policy.isLive(user, session, clock.get()));
    }

    /** A code of the new app was presented in the session: that is proof by it, as it will be from now on. */
    private Authentication proved(Session session) {
        Authentication before = session.authentication();
        Instant now = clock.get();
        return before == null ? new Authentication(Set.of(Method.OTP), now) : before.and(Method.OTP, now);
    }

    private List<OutboxEvent> notice(OutboxEvent.Kind kind, User after, Asker asker) {
        return events.of(kind, after, clock.get(), asker.language(), Map.of(Detail.FACTOR, Factor.APP.label()));
    }

    private boolean mustVerify(User user) {
        return verifiedOnly && !user.security().emailVerified();
    }

    private static boolean isActive(Factors found) {
        User user = found.user();
        return user != null && found.app() != null && user.security().factors().contains(Factor.APP);
    }
}
