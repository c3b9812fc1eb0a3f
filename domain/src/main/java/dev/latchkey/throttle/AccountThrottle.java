package dev.latchkey.throttle;

import dev.latchkey.config.Environment;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.AttemptStore.Counted;
import dev.latchkey.store.AttemptStore.Decision;
import dev.latchkey.store.AttemptStore.Limits;
import dev.latchkey.store.AttemptStore.Refused;
import dev.latchkey.store.AttemptStore.Subject;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Ends the guessing at one account from many places (NIST SP 800-63B-4, section 3.2.2: at most 100 failures in a row).
 *
 * <p>It counts attempts at an account as a whole, from all places where the account has not logged in lately. A place where it has
 * neither reads nor writes the count and keeps its own limit, so that nobody can lock an owner out. Counted by the user's id, so
 * that all forms of a name are one account; a name that nobody has costs the same. An attempt is counted before it is made, in one
 * atomic write, and a success forgets those before it.
 */
public final class AccountThrottle {
    private static final String KIND = "user";
    private static final String UNDO = "undo";
    private static final Duration WINDOW = Duration.ofDays(1);
    /** Failures are not told apart from attempts under way, which would cost a write; this is how long one takes at most. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(3);

    private static final int MAX = 1_000_000;
    private static final int DEFAULT = 100;
    private static final int DIGEST_BYTES = 12;

    private final AttemptStore attempts;
    private final String kind;
    private final Limits limits;
    private final Supplier<Instant> clock;

    /** Builds it on the setting {@code LOGIN_FAILURES_PER_USER}; {@code none} switches it off. */
    public AccountThrottle(Environment environment, AttemptStore attempts) {
        this(environment, attempts, KIND);
    }

    private AccountThrottle(Environment environment, AttemptStore attempts, String kind) {
        this.attempts = attempts;
        this.kind = kind;
        this.limits = new Limits(
                environment
                        .variables()
                        .optionalInteger("LOGIN_FAILURES_PER_USER", DEFAULT, 1, MAX)
                        .orElse(Limits.NONE),
                Limits.NONE,
                WINDOW,
                UNDER_WAY);
        this.clock = environment::now;
    }

    /**
     * Builds the same limit for passwords that come with a link to take a change back. They are counted by themselves: whoever keeps
     * an account's logins throttled must not keep its owner from taking it back.
     */
    public static AccountThrottle ofUndo(Environment environment, AttemptStore attempts) {
        return new AccountThrottle(environment, attempts, UNDO);
    }

    /**
     * Counts an attempt at an account, unless it comes from a place that the account knows or a limit is reached.
     *
     * @param found the user, if there is one
     * @param nameKey the uniqueness form of the name that was tried
     * @param source the place that the attempt comes from, as {@link Source} names it
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public Admission begin(Optional<User> found, String nameKey, String source) {
        Instant now = clock.get();
        if (limits.perSource() == Limits.NONE
                || found.filter(user -> knows(user, source, now)).isPresent()) {
            return new Admission.Admitted(Attempt.uncounted());
        }
        String account = found.map(user -> account(user.id())).orElse("name:" + nameKey);
        Decision decision = attempts.count(new Subject(kind, digest(account), ""), limits, now);
        return decision instanceof Refused refused
                ? new Admission.Throttled(Duration.between(now, refused.until()))
                : new Admission.Admitted(Attempt.inARow(attempts, (Counted) decision));
    }

    /**
     * Forgets what was counted at a user, for an operator who unlocks them.
     *
     * @return whether anything was
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public static boolean forget(AttemptStore attempts, long userId) {
        return attempts.forgetSource(KIND, digest(account(userId)));
    }

    private static String account(long userId) {
        return "id:" + userId;
    }

    /** Tells whether a user logged in from a place lately. */
    static boolean knows(User user, String source, Instant now) {
        PasswordHash hash = user.passwordHash();
        return hash != null && Source.isOnePlace(source) && user.knownSources().contains(user.id(), hash, source, now);
    }

    /** The name may be a password that was typed into the wrong field: what is kept of it is short-lived and cut. */
    private static String digest(String account) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(account.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
