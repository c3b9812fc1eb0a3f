package dev.latchkey.store;

import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.proof.App;
import dev.latchkey.proof.PendingApp;
import dev.latchkey.proof.Proof;
import dev.latchkey.proof.Sealed;
import dev.latchkey.session.Authentication;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What users can prove beside their password.
 *
 * <p>Every change is one atomic write that compares the user with what was read: active, password, generation, security epoch and
 * incarnation; a change of a factor raises the epoch. Every read is strongly consistent, and every method may throw {@link
 * StoreUnavailableException}.
 */
public interface FactorStore {
    /**
     * A user with all that concerns the authenticator app, as one read found it.
     *
     * @param user null if there is none
     * @param app the app in force, or null
     * @param pending the app that is being set up, or null
     * @param hadApp whether an app was in force before and was removed
     */
    record Factors(
            @Nullable User user,
            @Nullable App app,
            @Nullable PendingApp pending,
            boolean hadApp) {}

    /** How a change ended. */
    enum Outcome {
        /** It is done. */
        DONE,
        /** The user, the app or the app that is being set up has changed since it was read. */
        CHANGED,
        /** The code was used before. */
        CODE_USED,
        /** The session has ended. */
        SESSION_ENDED
    }

    /** Reads a user with what concerns the app, in one round trip. */
    Factors find(long userId);

    /** Stores an app that is being set up, in the place of one that was. */
    void begin(User seen, PendingApp pending);

    /**
     * Puts an app in force.
     *
     * @param seen the user as read, who has no app
     * @param pending the app that was being set up, as read
     * @param app the app with its backup codes
     * @param session the session in which the code was presented: it has proved a factor now
     * @param proved what it has proved
     * @param sequel what is written with it
     */
    Outcome confirm(User seen, PendingApp pending, App app, TokenKey session, Authentication proved, Sequel sequel);

    /** Takes an app out of force, for a code that is used up by that. */
    Outcome remove(User seen, Proof proof, Sequel sequel);

    /**
     * Replaces the backup codes, for a code that is used up by that.
     *
     * @param renewed the app's secret with the digests of the new ones
     */
    Outcome renew(User seen, Proof proof, Sealed renewed, List<OutboxEvent> events);

    /**
     * Notes what a session has proved.
     *
     * @param seen the user as read before the proof was looked at
     * @param session the session's key
     * @param proved all that it has proved now
     * @param proof the code that was presented, which is used up by that, or null where it was the password
     */
    Outcome prove(User seen, TokenKey session, Authentication proved, @Nullable Proof proof);
}
