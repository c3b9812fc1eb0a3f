package dev.latchkey.throttle;

import dev.latchkey.config.Environment;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.AttemptStore.Counted;
import dev.latchkey.store.AttemptStore.Decision;
import dev.latchkey.store.AttemptStore.Limits;
import dev.latchkey.store.AttemptStore.Refused;
import dev.latchkey.store.AttemptStore.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Refuses attempts over a limit, before any work is done for them.
 *
 * <p>Every attempt is counted first, by one write, and failed logins stay counted, so that the limit holds for any number of
 * attempts at once. The source is the address that API Gateway saw; no header has a say in it. Since the tighter limit is on a
 * source and an account together, nobody can lock an account's owner out from elsewhere, and every refusal ends by itself.
 */
public final class Throttle {
    /** The kind under which failed logins are counted. */
    public static final String LOGIN = "login";

    private static final String REGISTER = "register";
    private static final String MAIL = "mail";

    private final AttemptStore attempts;
    private final String kind;
    private final Limits limits;
    private final Supplier<Instant> clock;

    private Throttle(Environment environment, AttemptStore attempts, String kind, Limits limits) {
        this.attempts = attempts;
        this.kind = kind;
        this.limits = limits;
        this.clock = environment::now;
    }

    /** The limits on failed logins; a password change that asks for the old password is one too. */
    public static Throttle ofLogins(Environment environment, AttemptStore attempts) {
        return new Throttle(environment, attempts, LOGIN, ThrottleSettings.logins(environment.variables()));
    }

    /** The limit on registrations. */
    public static Throttle ofRegistrations(Environment environment, AttemptStore attempts) {
        return new Throttle(environment, attempts, REGISTER, ThrottleSettings.registrations(environment.variables()));
    }

    /** The limit on mails that one source asks for, for whatever address. */
    public static Throttle ofMailRequests(Environment environment, AttemptStore attempts) {
        return new Throttle(environment, attempts, MAIL, ThrottleSettings.mailRequests(environment.variables()));
    }

    /**
     * Counts an attempt, unless a limit is reached.
     *
     * @param address the address that it comes from
     * @param account the uniqueness form of the name that is tried, whether or not somebody has it; empty for none
     * @throws dev.latchkey.store.StoreUnavailableException if that cannot be found out now
     */
    public Admission begin(String address, String account) {
        if (limits.perSource() == Limits.NONE && limits.perAccount() == Limits.NONE) {
            return new Admission.Admitted(Attempt.uncounted());
        }
        Instant now = clock.get();
        Decision decision = attempts.count(new Subject(kind, Source.of(address), account), limits, now);
        return decision instanceof Refused refused
                ? new Admission.Throttled(Duration.between(now, refused.until()))
                : new Admission.Admitted(Attempt.of(attempts, (Counted) decision));
    }
}
