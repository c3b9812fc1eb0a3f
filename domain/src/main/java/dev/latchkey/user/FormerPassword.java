package dev.latchkey.user;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The oldest password that was in force within the last seven days, if the one of now is another.
 *
 * <p>Who has a session and the password changes the password first, and then what else there is. Its owner knows the one of before,
 * which is why {@link dev.latchkey.undo.Undo} takes it too.
 *
 * @param hash its hash
 * @param replaced when it was replaced
 */
public record FormerPassword(PasswordHash hash, Instant replaced) {
    private static final Duration LIFE = Duration.ofDays(7);

    /** Tells whether it was in force within the last seven days. */
    public boolean isRecent(Instant now) {
        return now.isBefore(replaced.plus(LIFE));
    }

    /** Returns what is kept of a user whose password is replaced: the oldest one counts, or a second change would push it out. */
    public static @Nullable FormerPassword of(User user, Instant now) {
        FormerPassword kept = user.security().formerPassword();
        if (kept != null && kept.isRecent(now)) {
            return kept;
        }
        return user.passwordHash() == null ? null : new FormerPassword(user.passwordHash(), now);
    }
}
