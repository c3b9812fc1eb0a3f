package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.LinkStore;
import dev.latchkey.store.LinkStore.LinkWithUser;
import dev.latchkey.store.LinkStore.Redeemed;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.store.UndoStore;
import dev.latchkey.text.Language;
import dev.latchkey.throttle.AccountThrottle;
import dev.latchkey.throttle.Admission;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.Source;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.undo.Restoration;
import dev.latchkey.undo.Undo;
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
 * Taking a change of security back, and all that came after it, by a mailed link and the password of before; see {@link Undo}.
 *
 * <p>The link is used up by the write that puts the account back, and by nothing else: a wrong password leaves it. Wrong passwords are
 * counted for each source as at a login, and for each account by themselves.
 */
public final class UndoChange {
    /** A user who changes more often than this meanwhile is asked to try again. */
    private static final int ROUNDS = 3;

    private final LinkStore links;
    private final UndoStore undos;
    private final Passwords passwords;
    private final Limits limits;
    private final OutboxEvents events;
    private final Supplier<Instant> clock;

    /** Builds the use case; the clock tells the time to the microsecond. */
    public UndoChange(
            LinkStore links,
            UndoStore undos,
            Passwords passwords,
            Limits limits,
            OutboxEvents events,
            Supplier<Instant> clock) {
        this.links = links;
        this.undos = undos;
        this.passwords = passwords;
        this.limits = limits;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The limits on wrong passwords.
     *
     * @param sources from one source
     * @param accounts at one account
     */
    public record Limits(Throttle sources, AccountThrottle accounts) {}

    /**
     * What a link and a form say.
     *
     * @param key the link's key, any text
     * @param password the password that was in force before the change
     * @param source the address that the request comes from
     * @param language the language of who asks
     */
    public record Wanted(String key, Password password, String source, Language language) {}

    /** How it ends. */
    public sealed interface Result {
        /**
         * The account is as it was before.
         *
         * @param userId whose it is
         */
        record Done(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.CHANGE_UNDONE, userId);
            }
        }

        /** The key is not one that was sent, or it is over or used, or the account is gone. */
        record LinkOver() implements Result {}

        /**
         * The password is another one.
         *
         * @param userId whose link it is
         */
        record WrongPassword(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.UNDO_FAILED, userId);
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

    /** What a link leads to: the user as read, and what the change replaced, with all that came after. */
    private record Found(Link link, User user, Undo undo, List<Undo> all) {}

    /**
     * Takes a change back.
     *
     * @throws StoreUnavailableException if the store does not answer; the attempt does not count
     * @throws ContentionException if others change the user again and again; the attempt does not count
     */
    public Result undo(Wanted wanted) {
        Optional<Found> found = find(wanted.key());
        if (found.isEmpty()) {
            return new Result.LinkOver();
        }
        User user = found.get().user();
        Admission admission = limits.sources().begin(wanted.source(), UsernameRule.uniquenessKey(user.username()));
        if (admission instanceof Admission.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        Attempt attempt = ((Admission.Admitted) admission).attempt();
        try {
            Result result = admit(found.get(), wanted, attempt);
            if (result instanceof Result.WrongPassword || result instanceof Result.Throttled) {
                attempt.failed();
            }
            return result;
        } catch (StoreUnavailableException | ContentionException e) {
            attempt.abandoned();
            throw e;
        }
    }

    private Result admit(Found found, Wanted wanted, Attempt attempt) {
        Admission admission = limits.accounts().begin(Optional.of(found.user()), "", Source.of(wanted.source()));
        if (admission instanceof Admission.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        attempt.join(((Admission.Admitted) admission).attempt());
        return isRight(found.undo(), wanted.password())
                ? undo(found, wanted, attempt)
                : new Result.WrongPassword(found.user().id());
    }

    /** Where no password was in force, none is right, which costs a hash all the same. */
    private boolean isRight(Undo undo, Password password) {
        if (passwords.exceedsMaximum(password)) {
            return false;
        }
        if (undo.passwords().isEmpty()) {
            return passwords.verify(password, null);
        }
        for (PasswordHash hash : undo.passwords()) {
            if (passwords.verify(password, hash)) {
                return true;
            }
        }
        return false;
    }

    /** The password was right for one change, whatever else has moved: it is not asked for again. */
    @SuppressWarnings("try") // It is closed, and not used otherwise.
    private Result undo(Found first, Wanted wanted, Attempt attempt) {
        try (Attempt.PendingForgiveness pending = attempt.succeeded()) {
            Optional<Found> found = Optional.of(first);
            for (int round = 0; round < ROUNDS; round++) {
                if (found.isEmpty()) {
                    return new Result.LinkOver();
                }
                Redeemed redeemed = redeem(found.get(), wanted.language());
                if (redeemed == Redeemed.DONE) {
                    return new Result.Done(first.user().id());
                }
                if (redeemed == Redeemed.LINK_GONE) {
                    return new Result.LinkOver();
                }
                found = find(wanted.key());
            }
        }
        throw new ContentionException("undo");
    }

    private Redeemed redeem(Found found, Language language) {
        Restoration restoration = Restoration.of(found.user(), found.undo(), found.all());
        return undos.redeem(
                found.link(),
                found.user(),
                restoration,
                events.of(OutboxEvent.Kind.CHANGE_UNDONE, restoration.after(), clock.get(), language));
    }

    private Optional<Found> find(String key) {
        LinkWithUser found = Links.find(links, Purpose.UNDO, key);
        Link link = found.link();
        User user = found.user();
        if (user == null || link == null || !link.isGoodFor(user, clock.get())) {
            return Optional.empty();
        }
        List<Undo> all = undos.list(user.id());
        return all.stream()
                .filter(undo -> undo.epoch() == link.epoch() && undo.isGoodFor(user, clock.get()))
                .findFirst()
                .map(undo -> new Found(link, user, undo, all));
    }
}
