package dev.latchkey.undo;

import dev.latchkey.proof.App;
import dev.latchkey.user.Factor;
import dev.latchkey.user.FormerPassword;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one change of a user's security replaced: a factor was added or removed, the address changed, or deletion was asked for. It is
 * written in the same write as the change, and a mailed link with the password of before brings it back for seven days.
 *
 * <p>The link alone is worth nothing, or whoever reads the mail could take an account apart; nor is the password alone.
 *
 * @param userId whose it is
 * @param incarnation the user's
 * @param epoch the user's security epoch after the change, by which links name it
 * @param time when the change was made
 * @param passwords the hashes of the password in force before, and of the one that was replaced last week, if any
 * @param email the address before
 * @param emailVerified whether it was verified
 * @param factors the factors before
 * @param ofApp whether the authenticator app is what was changed
 * @param app the app before, or null where there was none; without meaning unless {@code ofApp}
 */
public record Undo(
        long userId,
        long incarnation,
        long epoch,
        Instant time,
        List<PasswordHash> passwords,
        String email,
        boolean emailVerified,
        Set<Factor> factors,
        boolean ofApp,
        @Nullable App app) {
    /** How long a change can be taken back. */
    public static final Duration LIFE = Duration.ofDays(7);

    /** Copies what is mutable. */
    public Undo {
        passwords = List.copyOf(passwords);
        factors = Set.copyOf(factors);
    }

    /** Returns what a change replaces that is about to be made to a user, and that raises the epoch by one. */
    public static Undo of(User before, Instant now) {
        return of(before, now, false, null);
    }

    /** Returns what a change of the authenticator app replaces; {@code app} is null where there is none yet. */
    public static Undo ofApp(User before, Instant now, @Nullable App app) {
        return of(before, now, true, app);
    }

    private static Undo of(User before, Instant now, boolean ofApp, @Nullable App app) {
        List<PasswordHash> passwords = new ArrayList<>();
        if (before.passwordHash() != null) {
            passwords.add(before.passwordHash());
        }
        FormerPassword former = before.security().formerPassword();
        if (former != null && former.isRecent(now)) {
            passwords.add(former.hash());
        }
        return new Undo(
                before.id(),
                before.security().incarnation(),
                before.security().epoch() + 1,
                now,
                passwords,
                before.email(),
                before.security().emailVerified(),
                before.security().factors(),
                ofApp,
                app);
    }

    /** Tells whether the change can still be taken back for a user. */
    public boolean isGoodFor(User user, Instant now) {
        return user.id() == userId && user.security().incarnation() == incarnation && now.isBefore(time.plus(LIFE));
    }

    /** Tells epoch and user alone: the rest is secret, or personal. */
    @Override
    public String toString() {
        return "Undo[" + userId + " " + epoch + "]";
    }
}
