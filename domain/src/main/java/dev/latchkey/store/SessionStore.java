package dev.latchkey.store;

import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.passkey.PasskeyUse;
import dev.latchkey.proof.Proof;
import dev.latchkey.proof.Step;
import dev.latchkey.session.Session;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.KnownSources;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by user and key. Every read is strongly consistent, and every method may throw {@link StoreUnavailableException}.
 */
public interface SessionStore {

    /**
     * A session and its user, as one read found them.
     *
     * @param session null if there is none
     * @param user null if there is none
     */
    record SessionWithUser(
            @Nullable Session session, @Nullable User user) {}

    /**
     * Where a token that was brought from Knox or DRF is kept.
     *
     * @param userId the id of its user
     * @param digest the digest it was found under
     */
    record ImportedToken(long userId, TokenDigest digest) {}

    /** How opening a session ended. */
    enum OpenResult {
        /** The session is open. */
        OPENED,
        /** The user changed since it was read: log in again from the start. */
        USER_CHANGED,
        /** The user has as many live sessions as allowed. */
        LIMIT_REACHED,
        /** The step that leads to the session was used, or is over; only with a proof. */
        STEP_GONE,
        /** The code was used before, or the app is no longer the one that it was looked at with; only with a proof. */
        CODE_USED,
        /** The challenge was answered before, is over, or was made for something else; only with a passkey. */
        CHALLENGE_GONE,
        /** The passkey is gone, or has answered with a higher counter meanwhile; only with a passkey. */
        PASSKEY_CHANGED
    }

    /**
     * The limit on live sessions that a login keeps.
     *
     * @param max how many, at least 1
     * @param policy what to do at the limit
     */
    record Limit(int max, TokenSettings.LimitPolicy policy) {}

    /** Reads a session and its user in one round trip. */
    SessionWithUser find(long userId, TokenKey key);

    /** Finds where an imported token is kept, in one round trip. */
    Optional<ImportedToken> findImported(List<TokenDigest> digests);

    /**
     * Opens a session, if the user still has the same password and is active, in one atomic write.
     *
     * @param seen the user as read before the password was verified
     * @param session the session; its generation is set to the user's current one
     * @param rehashed the same password under current parameters, stored in the same write, or null
     * @param limit null for no limit; kept exactly, however many logins run at once
     * @param known the places from which the user logs in, stored in the same write, or null to leave them as they are
     */
    OpenResult open(
            User seen,
            Session session,
            @Nullable PasswordHash rehashed,
            @Nullable Limit limit,
            @Nullable KnownSources known);

    /** Opens a session and leaves the places that the user logs in from as they are. */
    default OpenResult open(User seen, Session session, @Nullable PasswordHash rehashed, @Nullable Limit limit) {
        return open(seen, session, rehashed, limit, null);
    }

    /**
     * Opens a session for a right code, in one atomic write that uses up the step and the code.
     *
     * <p>Unlike after a password alone, a user who changed since is never taken as they are now: nothing but the count of sessions
     * ever opened may have moved.
     *
     * @param seen the user as read before the code was looked at, and as when the step began
     * @param session the session, of the user's generation
     * @param limit null for no limit; kept exactly, however many logins run at once
     * @param known the places from which the user logs in, stored in the same write, or null to leave them as they are
     * @param step the step that the session follows from
     * @param proof the right code
     * @param events what is written with it
     */
    OpenResult open(
            User seen,
            Session session,
            @Nullable Limit limit,
            @Nullable KnownSources known,
            Step step,
            Proof proof,
            List<OutboxEvent> events);

    /**
     * Opens a session for a passkey's right answer, in one atomic write that ends the challenge and moves the passkey's counter.
     *
     * <p>As after a code, a user who changed since is never taken as they are now.
     *
     * @param seen the user as read before the answer was looked at
     * @param session the session, of the user's generation
     * @param limit null for no limit; kept exactly, however many logins run at once
     * @param known the places from which the user logs in, stored in the same write, or null to leave them as they are
     * @param step the step that the session follows from, which ends with it, or null for a login without a password
     * @param use the right answer
     */
    OpenResult open(
            User seen,
            Session session,
            @Nullable Limit limit,
            @Nullable KnownSources known,
            @Nullable Step step,
            PasskeyUse use);

    /**
     * Moves a session's expiry, unless the session has ended or was moved meanwhile.
     *
     * @return false if the session is no longer there
     */
    boolean refresh(Session seen, Instant expiry, Instant now);

    /**
     * Ends a session for good.
     *
     * @return whether it was there
     */
    boolean end(long userId, TokenKey key);

    /** Lists a user's stored sessions, the dead ones among them, oldest first. */
    List<Session> list(long userId);
}
