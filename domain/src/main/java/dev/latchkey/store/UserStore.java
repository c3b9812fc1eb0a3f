package dev.latchkey.store;

import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.session.Session;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.HashCensus;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Users, by id and by name. Every read is strongly consistent, and every method may throw {@link StoreUnavailableException}.
 */
public interface UserStore {

    /** How creating a user ended. */
    enum CreateResult {
        /** The user exists now, together with the session. */
        CREATED,
        /** Another user has the name. */
        NAME_TAKEN,
        /** Another user has the id. */
        ID_TAKEN
    }

    /** How giving a user another name ended. */
    enum Renamed {
        /** The user has the name. */
        DONE,
        /** Another user has it. */
        NAME_TAKEN,
        /** The user changed since it was read: nothing was written, look again. */
        USER_CHANGED
    }

    /** Tells whether a name, in its uniqueness form, belongs to anybody. */
    boolean isNameTaken(String nameKey);

    /**
     * Creates a user under a name in its uniqueness form, with a first session or without; all of it or nothing.
     *
     * <p>Exactly one of any number of concurrent calls with the same name creates a user.
     */
    default CreateResult create(User user, String nameKey, @Nullable Session session) {
        return create(user, nameKey, session, Announcement.NONE);
    }

    /** Creates a user as {@link #create(User, String, Session)} does, and writes what others hear of it in the same write. */
    CreateResult create(User user, String nameKey, @Nullable Session session, Announcement announcement);

    /**
     * What is known of a name.
     *
     * @param user who has it
     * @param census how passwords are hashed; known only where nobody has the name
     */
    record NameFound(Optional<User> user, HashCensus census) {}

    /** Looks for a user by the uniqueness form of the name, with the same work done whether there is one or not. */
    NameFound lookUp(String nameKey);

    /** Finds a user by the uniqueness form of the name, with the same work done whether there is one or not. */
    default Optional<User> findByName(String nameKey) {
        return lookUp(nameKey).user();
    }

    /**
     * Takes note that a user's password is hashed in the current way now; does nothing where it was not counted otherwise.
     *
     * @param way how it was hashed before, as {@link HashCensus.Share#way} names it
     */
    void wasRehashed(PasswordHash way);

    /** Finds a user by id. */
    Optional<User> find(long userId);

    /**
     * Gives a user another name in one write, after which the old one is free.
     *
     * @param seen the user as read; nothing is changed if password, generation, epoch, incarnation or active flag have moved
     * @param username a valid name, normalized
     * @param events what is written with it
     */
    Renamed rename(User seen, String username, List<OutboxEvent> events);

    /** Ends every session of a user in one write; does nothing where there is no such user. */
    void endAllSessions(long userId);

    /**
     * Changes the password and ends every session in one write, except the one that is kept.
     *
     * @param seen the user as read; nothing is changed if password, generation or active flag have moved since
     * @param chosen the new password
     * @param kept the session to keep, or null for none
     * @param events what is written with it
     * @return whether it was changed
     */
    boolean changePassword(User seen, NewPassword chosen, @Nullable TokenKey kept, List<OutboxEvent> events);

    /** Changes the password, after which no place is known that the user logs in from; nobody hears of it. */
    default boolean changePassword(User seen, PasswordHash hash, @Nullable TokenKey kept) {
        return changePassword(seen, new NewPassword(hash), kept, List.of());
    }

    /**
     * Activates or deactivates a user; either ends every session in the same write, and deactivating every key too.
     *
     * @return whether there is such a user
     */
    boolean setActive(long userId, boolean active);
}
