package dev.latchkey.proof;

import dev.latchkey.session.Authentication;
import dev.latchkey.session.Authentication.Method;
import dev.latchkey.session.Session;
import dev.latchkey.user.Factor;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Whether a session's user has proved lately who they are. What changes an account asks for it (ASVS 5, 7.5.1 and 7.5.3).
 *
 * <p>Lately is within ten minutes, by what is hardest to steal of what the user has: who has a factor proves it, and who has none the
 * password. A session of which nothing is known, because it was imported or is older than this, is not fresh.
 */
public final class Freshness {
    /** How long a proof is fresh. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    private Freshness() {}

    /** Tells whether what a user has to prove was proved lately in a session. */
    public static boolean isFresh(User user, Session session, Instant now) {
        return isFresh(user, session, now, LIFE);
    }

    /** Tells whether what a user has to prove was proved in a session within so long a time. */
    public static boolean isFresh(User user, Session session, Instant now, Duration life) {
        Authentication proved = session.authentication();
        return proved != null
                && now.isBefore(proved.time().plus(life))
                && !proved.time().isAfter(now.plus(LIFE))
                && (!hasFactor(user) || hasProvedFactor(session));
    }

    /** Tells whether anything but a password was ever proved in a session. */
    public static boolean hasProvedFactor(Session session) {
        Authentication proved = session.authentication();
        return proved != null
                && (proved.methods().contains(Method.OTP) || proved.methods().contains(Method.HWK));
    }

    /** Tells whether a user has to prove more than the password. */
    public static boolean hasFactor(User user) {
        return !user.security().factors().isEmpty();
    }

    /** Returns by what a user can prove it, under the names that clients know. */
    public static List<String> ways(User user) {
        return hasFactor(user)
                ? user.security().factors().stream().map(Factor::label).sorted().toList()
                : List.of("password");
    }
}
