package dev.latchkey.link;

import dev.latchkey.token.TokenDigest;
import dev.latchkey.user.Deletion;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.User;
import java.time.Instant;

/**
 * A mailed secret as it is stored: a digest, and the user as it was when the secret was made.
 *
 * @param purpose what it is good for
 * @param userId whom it was sent to
 * @param digest the digest of its text
 * @param address the address that it was sent to
 * @param expiry the first instant at which it is no longer valid
 * @param generation the user's generation when it was made
 * @param epoch the user's security epoch when it was made; of a link to take a change back, the one after that change
 * @param incarnation the user's incarnation
 */
public record Link(
        Purpose purpose,
        long userId,
        TokenDigest digest,
        String address,
        Instant expiry,
        long generation,
        long epoch,
        long incarnation) {

    /**
     * Tells whether the secret still opens what it was made for.
     *
     * <p>A new password ends every link to choose one, since it raises the generation. A link to verify an address outlives that, and
     * a link of any kind ends when the user is no longer the one that it was made for or has another address. A link to another
     * address ends with any change of security. Of a user who is to be deleted nothing works but a link to take that back, until
     * there is nothing left to take back; the epoch of such a link names the change that it takes back.
     */
    public boolean isGoodFor(User user, Instant now) {
        boolean same = user.active() && user.security().incarnation() == incarnation && now.isBefore(expiry);
        return same && (purpose == Purpose.UNDO ? !isPurging(user) : user.isOpen() && isFor(user));
    }

    private boolean isFor(User user) {
        boolean sameGeneration = user.generation() == generation;
        if (purpose == Purpose.RESET) {
            return sameGeneration && isSentTo(user);
        }
        if (purpose == Purpose.VERIFY) {
            return isSentTo(user) && !user.security().emailVerified();
        }
        return sameGeneration && user.security().epoch() == epoch;
    }

    private static boolean isPurging(User user) {
        Deletion deletion = user.security().deletion();
        return deletion != null && deletion.purging();
    }

    private boolean isSentTo(User user) {
        return EmailForm.of(user.email()).equals(EmailForm.of(address));
    }

    /** Tells purpose and key alone: addresses are personal. */
    @Override
    public String toString() {
        return "Link[" + purpose + " " + digest.key() + "]";
    }
}
