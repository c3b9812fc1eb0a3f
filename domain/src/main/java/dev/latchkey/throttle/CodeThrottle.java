package dev.latchkey.throttle;

import dev.latchkey.proof.Code;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.AttemptStore.Counted;
import dev.latchkey.store.AttemptStore.Decision;
import dev.latchkey.store.AttemptStore.Limits;
import dev.latchkey.store.AttemptStore.Refused;
import dev.latchkey.store.AttemptStore.Subject;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Ends the guessing of six-digit codes: ten wrong ones within a quarter of an hour, a hundred within a day, for an account
 * (NIST SP 800-63B-4, section 3.2.2).
 *
 * <p>A code is counted before it is looked at, by one write for each limit, so that the limits hold for any number at once; what turns
 * out to be right is taken back. Other codes have 71 bits and are not counted here. A place where the user logged in lately, and a
 * session that has proved a factor, have budgets of their own: a thief with the password cannot keep the owner out there. A new
 * password begins the quarter of an hour anew, and never the day.
 */
public final class CodeThrottle {
    /** The kind under which codes are counted. */
    public static final String KIND = "code";

    private static final Limits SOON = new Limits(10, Limits.NONE, Duration.ofMinutes(15), Duration.ZERO);
    private static final Limits DAILY = new Limits(100, Limits.NONE, Duration.ofDays(1), Duration.ZERO);
    private static final int DIGEST_BYTES = 12;
    private static final String ANYWHERE = "anywhere";

    private final AttemptStore attempts;

    /** Builds it on a store. */
    public static CodeThrottle of(AttemptStore attempts) {
        return new CodeThrottle(attempts);
    }

    private CodeThrottle(AttemptStore attempts) {
        this.attempts = attempts;
    }

    /**
     * Counts a code that a user is asked for at a login.
     *
     * @param address where the login comes from
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public Admission begin(User user, Code code, String address, Instant now) {
        String source = Source.of(address);
        return begin(
                user, code, new Budget(AccountThrottle.knows(user, source, now) ? "place " + source : ANYWHERE), now);
    }

    /**
     * Counts a code that is presented in a session which has proved a factor.
     *
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public Admission begin(User user, Code code, TokenKey session, Instant now) {
        return begin(user, code, new Budget("session " + session.value()), now);
    }

    private Admission begin(User user, Code code, Budget budget, Instant now) {
        if (!code.isSixDigits()) {
            return new Admission.Admitted(Attempt.uncounted());
        }
        Decision soon = attempts.count(budget.soon(user), SOON, now);
        if (soon instanceof Refused refused) {
            return limited(refused, now);
        }
        Decision daily = attempts.count(budget.daily(user), DAILY, now);
        if (daily instanceof Refused refused) {
            Attempt.guess(attempts, List.of((Counted) soon)).abandoned();
            return limited(refused, now);
        }
        return new Admission.Admitted(Attempt.guess(attempts, List.of((Counted) soon, (Counted) daily)));
    }

    private static Admission limited(Refused refused, Instant now) {
        return new Admission.Throttled(Duration.between(now, refused.until()));
    }

    /**
     * Forgets what was counted from wherever a user is not known, for an operator who unlocks them.
     *
     * @return whether anything was
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public static boolean forget(AttemptStore attempts, User user) {
        Budget budget = new Budget(ANYWHERE);
        boolean soon = attempts.forgetSource(KIND, budget.soon(user).source());
        boolean daily = attempts.forgetSource(KIND, budget.daily(user).source());
        return soon || daily;
    }

    /** Whose guesses are counted together: those from wherever the user is not known, from a place, or in a session. */
    private record Budget(String name) {
        Subject soon(User user) {
            PasswordHash hash = user.passwordHash();
            return subject(user, name + "\n" + (hash == null ? "" : hash.encoded()));
        }

        Subject daily(User user) {
            return subject(user, name);
        }

        private static Subject subject(User user, String budget) {
            String text = user.id() + "\n" + user.security().incarnation() + "\n" + budget;
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
                String source = Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
                return new Subject(KIND, source, "");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java runtime has SHA-256", e);
            }
        }
    }
}
