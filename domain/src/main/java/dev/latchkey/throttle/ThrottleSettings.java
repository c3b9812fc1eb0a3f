package dev.latchkey.throttle;

import dev.latchkey.config.Variables;
import dev.latchkey.store.AttemptStore.Limits;
import java.time.Duration;
import java.util.Optional;

/** The limits under their names in the environment; {@code none} switches one off. */
final class ThrottleSettings {
    /** Each account that a source tries takes room in the source's item: 1,000 of them some 30 kB. */
    private static final int MAX_WITH_ACCOUNTS = 1_000;

    private static final int MAX = 1_000_000;

    /** No function of ours runs for longer: see Timeout in template.yaml. */
    static final Duration UNDER_WAY = Duration.ofSeconds(10);

    private ThrottleSettings() {}

    /**
     * Reads the limits on failed logins: {@code LOGIN_FAILURES_PER_ACCOUNT} from one source at one account, {@code
     * LOGIN_FAILURES_PER_SOURCE} from one source at all accounts, both within {@code LOGIN_FAILURE_WINDOW}.
     */
    static Limits logins(Variables variables) {
        return new Limits(
                limit(variables.optionalInteger("LOGIN_FAILURES_PER_SOURCE", 100, 1, MAX_WITH_ACCOUNTS)),
                limit(variables.optionalInteger("LOGIN_FAILURES_PER_ACCOUNT", 10, 1, MAX_WITH_ACCOUNTS)),
                variables.duration("LOGIN_FAILURE_WINDOW", Duration.ofMinutes(15)),
                UNDER_WAY);
    }

    /** Reads the limit on registrations: {@code REGISTRATIONS_PER_SOURCE} within {@code REGISTRATION_WINDOW}. */
    static Limits registrations(Variables variables) {
        return new Limits(
                limit(variables.optionalInteger("REGISTRATIONS_PER_SOURCE", 60, 1, MAX)),
                Limits.NONE,
                variables.duration("REGISTRATION_WINDOW", Duration.ofHours(1)),
                Duration.ZERO);
    }

    /** Reads the limit on requests for mails: {@code MAIL_REQUESTS_PER_SOURCE} within {@code REGISTRATION_WINDOW}. */
    static Limits mailRequests(Variables variables) {
        return new Limits(
                limit(variables.optionalInteger("MAIL_REQUESTS_PER_SOURCE", 60, 1, MAX)),
                Limits.NONE,
                variables.duration("REGISTRATION_WINDOW", Duration.ofHours(1)),
                Duration.ZERO);
    }

    private static int limit(Optional<Integer> setting) {
        return setting.orElse(Limits.NONE);
    }
}
