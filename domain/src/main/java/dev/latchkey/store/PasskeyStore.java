package dev.latchkey.store;

import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.passkey.Challenge;
import dev.latchkey.passkey.ChallengeClaim;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.PasskeyUse;
import dev.latchkey.passkey.UserHandle;
import dev.latchkey.session.Authentication;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.User;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passkeys, and the challenges that they answer.
 *
 * <p>Every change is one atomic write that compares the user with what was read: active, password, generation, security epoch and
 * incarnation. Adding and removing raise the epoch, so that of two changes which read the same passkeys one is done. Every read is strongly
 * consistent, and every method may throw {@link StoreUnavailableException}.
 */
public interface PasskeyStore {
    /**
     * A user with what concerns passkeys, as one read found it.
     *
     * @param user null if there is none
     * @param handle by what authenticators know the user, or null if none does yet
     * @param digests the digests of the user's passkeys' ids
     */
    record Owner(@Nullable User user, @Nullable UserHandle handle, List<String> digests) {
        /** Copies the list. */
        public Owner {
            digests = List.copyOf(digests);
        }
    }

    /** How a change ended. */
    enum Change {
        /** It is done. */
        DONE,
        /** The user, or the passkey, has changed since it was read. */
        CHANGED,
        /** The challenge was answered before, is over, or was made for something else. */
        CHALLENGE_GONE,
        /** Somebody has a passkey of that id. */
        TAKEN,
        /** The session has ended. */
        SESSION_ENDED
    }

    /** Finds a passkey, whoever's it is. */
    Optional<Passkey> find(CredentialId id);

    /** Reads a user with what concerns passkeys, in one round trip. */
    Owner owner(long userId);

    /** Reads the passkeys of a user, oldest first. */
    List<Passkey> list(Owner owner);

    /**
     * Gives a user a handle, unless another request has.
     *
     * @return the one that the user has now, or nothing if the user is gone
     */
    Optional<UserHandle> handle(User seen, UserHandle fresh);

    /** Stores a challenge. */
    void begin(Challenge challenge);

    /**
     * Tells whether a challenge can still be answered.
     *
     * @return false if it was answered, is over, or was made for something else
     */
    boolean isOpen(ChallengeClaim claim);

    /**
     * Adds a passkey, and notes it as proved in the session that asks.
     *
     * @param seen the user with passkeys as read
     * @param challenge what it answers, which ends with this
     * @param session the session that asks
     * @param proved what it has proved now
     * @param sequel what is written with it
     */
    Change add(
            Owner seen,
            Passkey passkey,
            ChallengeClaim challenge,
            TokenKey session,
            Authentication proved,
            Sequel sequel);

    /**
     * Gives a passkey another name.
     *
     * @return false if the passkey is gone
     */
    boolean rename(Passkey seen, String name);

    /** Removes a passkey. */
    Change remove(Owner seen, Passkey passkey, List<OutboxEvent> events);

    /** Notes in a session that a passkey answered, which ends the challenge. */
    Change prove(User seen, TokenKey session, Authentication proved, PasskeyUse use);
}
