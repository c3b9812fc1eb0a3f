package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.link.Uid;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.LinkStore;
import dev.latchkey.store.LinkStore.LinkWithUser;
import dev.latchkey.store.LinkStore.Redeemed;
import dev.latchkey.text.Language;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.user.FormerPassword;
import dev.latchkey.user.Password;
import dev.latchkey.user.Passwords;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Choosing a new password by a mailed link: the link is used up, all sessions, keys and other links end, in one write.
 *
 * <p>It removes no second factor, and does not verify the address. A password that is refused does not use the link up.
 */
public final class ResetPassword {
    /** A user who changes more often than this meanwhile is asked to try again. */
    private static final int ROUNDS = 3;

    private final LinkStore links;
    private final Passwords passwords;
    private final OutboxEvents events;
    private final Uid uids;
    private final Supplier<Instant> clock;

    /** Builds the use case; the clock tells the time to the microsecond. */
    public ResetPassword(LinkStore links, Passwords passwords, OutboxEvents events, Uid uids, Supplier<Instant> clock) {
        this.links = links;
        this.passwords = passwords;
        this.events = events;
        this.uids = uids;
        this.clock = clock;
    }

    /**
     * What a link and a form say.
     *
     * @param uid the link's uid, any text
     * @param token the link's token, any text
     * @param chosen the new password
     * @param repeated the new password once more
     * @param language the language of who asks
     */
    public record Reset(String uid, String token, Password chosen, Password repeated, Language language) {}

    /** How a reset ends. */
    public sealed interface Result {
        /**
         * The new password is set.
         *
         * @param userId whose it is
         */
        record Done(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.PASSWORD_RESET, userId);
            }
        }

        /** The uid names no user. */
        record UnknownUser() implements Result {}

        /** The token is not one that was sent, or it is over or used, or is not this user's. */
        record LinkOver() implements Result {}

        /** The two passwords differ. */
        record PasswordsDiffer() implements Result {}

        /**
         * The policy refuses the password.
         *
         * @param violations all that is wrong with it
         */
        record PasswordRejected(List<String> violations) implements Result {
            /** Copies the list. */
            public PasswordRejected {
                violations = List.copyOf(violations);
            }
        }
    }

    /**
     * Sets a new password.
     *
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws ContentionException if others change the user again and again
     */
    public Result reset(Reset wanted) {
        OptionalLong userId = uids.read(wanted.uid());
        if (userId.isEmpty()) {
            return new Result.UnknownUser();
        }
        for (int round = 0; round < ROUNDS; round++) {
            LinkWithUser found = find(userId.getAsLong(), wanted.token());
            User user = found.user();
            if (user == null) {
                return new Result.UnknownUser();
            }
            Link link = found.link();
            if (link == null || !link.isGoodFor(user, clock.get())) {
                return new Result.LinkOver();
            }
            if (!wanted.chosen().reveal().equals(wanted.repeated().reveal())) {
                return new Result.PasswordsDiffer();
            }
            List<String> violations = passwords.violations(wanted.chosen(), user.username(), user.email());
            if (!violations.isEmpty()) {
                return new Result.PasswordRejected(violations);
            }
            Redeemed redeemed = redeem(link, user, wanted);
            if (redeemed == Redeemed.DONE) {
                return new Result.Done(user.id());
            }
            if (redeemed == Redeemed.LINK_GONE) {
                return new Result.LinkOver();
            }
        }
        throw new ContentionException("password reset");
    }

    private Redeemed redeem(Link link, User user, Reset wanted) {
        Instant now = clock.get();
        User after = user.withNewPassword(
                passwords.hash(wanted.chosen()), user.security().withoutKeys().with(FormerPassword.of(user, now)));
        return links.redeem(
                link, user, after, events.of(OutboxEvent.Kind.PASSWORD_RESET, after, now, wanted.language()));
    }

    /** Reads the user even if the token is malformed: the answer for an unknown uid differs from that for a wrong token. */
    private LinkWithUser find(long userId, String token) {
        boolean isOwn =
                Purpose.RESET.format().read(token) instanceof PresentedToken.Native own && own.userId() == userId;
        if (!isOwn) {
            return new LinkWithUser(
                    null, links.find(Purpose.RESET, userId, Links.NO_KEY).user());
        }
        return Links.find(links, Purpose.RESET, token);
    }
}
