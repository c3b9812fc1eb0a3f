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
import dev.latchkey.store.Sequel;
import dev.latchkey.text.Language;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Showing by a mailed link that an address is one's own: the address on file, or one that then takes its place.
 *
 * <p>A link proves one user and one address. It opens no session.
 */
public final class VerifyEmail {
    /** A user who changes more often than this meanwhile is asked to try again. */
    private static final int ROUNDS = 3;

    private final LinkStore links;
    private final OutboxEvents events;
    private final Supplier<Instant> clock;

    /** Builds the use case; the clock tells the time to the microsecond. */
    public VerifyEmail(LinkStore links, OutboxEvents events, Supplier<Instant> clock) {
        this.links = links;
        this.events = events;
        this.clock = clock;
    }

    /** How it ends. */
    public sealed interface Result {
        /**
         * The address is verified.
         *
         * @param userId whose it is
         * @param kind what happened
         */
        record Done(long userId, AccountEvent.Kind kind) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(kind, userId);
            }
        }

        /** The key is not one that was sent, or it is over or used, or the user has another address by now. */
        record LinkOver() implements Result {}
    }

    /**
     * Verifies the address on file.
     *
     * @param key the link's key, any text
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws ContentionException if others change the user again and again
     */
    public Result verify(String key, Language language) {
        return redeem(Purpose.VERIFY, key, language);
    }

    /**
     * Puts an address in the place of the one on file, verified.
     *
     * @param key the link's key, any text
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws ContentionException if others change the user again and again
     */
    public Result change(String key, Language language) {
        return redeem(Purpose.EMAIL, key, language);
    }

    private Result redeem(Purpose purpose, String key, Language language) {
        for (int round = 0; round < ROUNDS; round++) {
            LinkWithUser found = Links.find(links, purpose, key);
            User user = found.user();
            Link link = found.link();
            if (user == null || link == null || !link.isGoodFor(user, clock.get())) {
                return new Result.LinkOver();
            }
            Redeemed redeemed = purpose == Purpose.VERIFY ? verify(link, user, language) : change(link, user, language);
            if (redeemed == Redeemed.DONE) {
                boolean verified = purpose == Purpose.VERIFY;
                return new Result.Done(
                        user.id(), verified ? AccountEvent.Kind.EMAIL_VERIFIED : AccountEvent.Kind.EMAIL_CHANGED);
            }
            if (redeemed == Redeemed.LINK_GONE) {
                return new Result.LinkOver();
            }
        }
        throw new ContentionException("verification");
    }

    private Redeemed verify(Link link, User user, Language language) {
        User after = user.with(user.security().verified());
        return links.redeem(link, user, after, events.of(OutboxEvent.Kind.USER_VERIFIED, after, clock.get(), language));
    }

    /** The old address hears of it, since it may be its owner's who did not ask. */
    private Redeemed change(Link link, User user, Language language) {
        User after = user.withEmail(link.address(), user.security().withAddress(true));
        Instant now = clock.get();
        List<OutboxEvent> told = events.of(
                OutboxEvent.Kind.EMAIL_CHANGED, after, now, language, Map.of(OutboxEvent.Detail.ADDRESS, user.email()));
        return links.redeem(link, user, after, Sequel.of(told, Undo.of(user, now)));
    }
}
