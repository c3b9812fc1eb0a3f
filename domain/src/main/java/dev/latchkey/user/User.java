package dev.latchkey.user;

import dev.latchkey.token.TokenKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user as stored.
 *
 * <p>The generation is what ends many sessions in one write: a token is valid only under the generation it was made under.
 * Logging out everywhere, changing the password, deactivating and activating each raise it. A password change keeps the
 * session it came from by naming it as kept, for the new generation alone. Since neither a generation nor a kept session
 * ever comes back, a token that is dead stays dead, and a check that reads token and user side by side cannot be fooled by
 * a change between the two reads.
 *
 * @param id a whole number from 1 to 2^53 - 1
 * @param username as first typed, in NFKC
 * @param email as typed, its domain in lower case; may be empty for imported users
 * @param passwordHash the encoded hash, or null where no password can be right
 * @param active whether the user may log in and use tokens
 * @param generation the current generation
 * @param kept the session that the last password change kept, or null
 * @param sessionsOpened counts the sessions ever opened, so that two logins at once can notice each other
 * @param created when the user registered
 * @param lastLogin when the user last logged in, or null
 * @param knownSources the places from which the user logged in lately
 * @param security what says who may do what, beside password and generation
 */
public record User(
        long id,
        String username,
        String email,
        @Nullable PasswordHash passwordHash,
        boolean active,
        long generation,
        @Nullable KeptSession kept,
        long sessionsOpened,
        Instant created,
        @Nullable Instant lastLogin,
        KnownSources knownSources,
        Security security) {

    /** The generation of sessions that an import brings; no user that registers here begins with it. */
    public static final long IMPORTED_GENERATION = 1;

    /**
     * The one session that outlives a password change.
     *
     * @param key its token's key
     * @param generation the generation under which it is kept
     */
    public record KeptSession(TokenKey key, long generation) {}

    /**
     * Returns a user as registration creates one.
     *
     * <p>The first generation is the time, so that no session left over from an earlier user of the same id fits.
     */
    public static User registered(long id, String username, String email, @Nullable PasswordHash hash, Instant now) {
        return new User(
                id,
                username,
                email,
                hash,
                true,
                now.toEpochMilli(),
                null,
                1,
                now,
                null,
                KnownSources.NONE,
                Security.INITIAL);
    }

    /**
     * Returns a user as an import brings one.
     *
     * <p>The generations are fixed, so that an import which is run again can tell whether the user's sessions were ended here
     * since. Of an inactive user the sessions are those that a deactivation ended.
     */
    public static User imported(
            long id,
            String username,
            String email,
            @Nullable PasswordHash hash,
            boolean active,
            Instant created,
            @Nullable Instant lastLogin) {
        long generation = active ? IMPORTED_GENERATION : IMPORTED_GENERATION + 1;
        return new User(
                id,
                username,
                email,
                hash,
                active,
                generation,
                null,
                0,
                created,
                lastLogin,
                KnownSources.NONE,
                Security.INITIAL);
    }

    /** Returns the same user after a session was opened from a place, or as it is where no password can be right. */
    public User knowing(String source, Instant now) {
        return passwordHash == null ? this : with(knownSources.with(id, passwordHash, source, now));
    }

    /** Returns the same user with other known places. */
    public User with(KnownSources sources) {
        return copy(email, passwordHash, generation, kept, sources, security);
    }

    /** Returns the same user in another state of security. */
    public User with(Security otherSecurity) {
        return copy(email, passwordHash, generation, kept, knownSources, otherSecurity);
    }

    /** Returns the same user under another name. */
    public User withName(String otherName) {
        return new User(
                id,
                otherName,
                email,
                passwordHash,
                active,
                generation,
                kept,
                sessionsOpened,
                created,
                lastLogin,
                knownSources,
                security);
    }

    /** Returns the same user with another address, in another state of security. */
    public User withEmail(String otherEmail, Security otherSecurity) {
        return copy(otherEmail, passwordHash, generation, kept, knownSources, otherSecurity);
    }

    /** Returns the same user with another password, under the next generation: no session of before is alive. */
    public User withNewPassword(PasswordHash hash, Security otherSecurity) {
        return copy(email, hash, generation + 1, null, KnownSources.NONE, otherSecurity);
    }

    /** Returns the same user without any password that could be right, as {@link #withNewPassword} does, at another address. */
    public User withoutPassword(String otherEmail, Security otherSecurity) {
        return copy(otherEmail, null, generation + 1, null, KnownSources.NONE, otherSecurity);
    }

    /** Returns the same user without a session that is alive, in another state of security. */
    public User withoutSessions(Security otherSecurity) {
        return copy(email, passwordHash, generation + 1, null, KnownSources.NONE, otherSecurity);
    }

    /** Tells whether the user may log in and be mailed: active, and not to be deleted. */
    public boolean isOpen() {
        return active && security.deletion() == null;
    }

    private User copy(
            String newEmail,
            @Nullable PasswordHash newHash,
            long newGeneration,
            @Nullable KeptSession newKept,
            KnownSources newSources,
            Security newSecurity) {
        return new User(
                id,
                username,
                newEmail,
                newHash,
                active,
                newGeneration,
                newKept,
                sessionsOpened,
                created,
                lastLogin,
                newSources,
                newSecurity);
    }
}
