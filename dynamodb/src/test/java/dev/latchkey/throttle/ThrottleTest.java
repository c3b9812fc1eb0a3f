package dev.latchkey.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.dynamodb.CountedCalls;
import dev.latchkey.dynamodb.DynamoDbAttemptStore;
import dev.latchkey.dynamodb.Race;
import dev.latchkey.dynamodb.Site;
import dev.latchkey.dynamodb.Tables;
import dev.latchkey.fixtures.TestTables;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class ThrottleTest {
    private static final Map<String, String> TWO_A_MINUTE =
            Map.of("LOGIN_FAILURES_PER_ACCOUNT", "2", "LOGIN_FAILURE_WINDOW", "60");

    private final CountedCalls calls = new CountedCalls();

    @Test
    void refusesUntilTheWindowEnds() {
        Site site = site(TWO_A_MINUTE);
        Throttle throttle = logins(site);
        admitted(throttle, "192.0.2.1", "alice").failed();
        admitted(throttle, "192.0.2.1", "alice").failed();
        assertThat(refusal(throttle, "192.0.2.1", "alice")).isEqualTo(Duration.ofSeconds(60));
        site.passes(Duration.ofMillis(58_500));
        assertThat(refusal(throttle, "192.0.2.1", "alice")).isEqualTo(Duration.ofMillis(1_500));
        site.passes(Duration.ofMillis(1_500));
        admitted(throttle, "192.0.2.1", "alice");
    }

    @Test
    void fiftyFailuresAtOnceCountFifty() throws Exception {
        Site site = site(Map.of("LOGIN_FAILURES_PER_ACCOUNT", "50", "LOGIN_FAILURES_PER_SOURCE", "50"));
        Throttle throttle = logins(site);
        try (Race race = new Race()) {
            race.run(Collections.nCopies(50, () -> {
                admitted(throttle, "192.0.2.1", "alice").failed();
                return true;
            }));
        }
        String fiftyFailed = Long.toString(50 * ((1L << 20) + 1));
        String table = Tables.from(site.environment().variables()).tokens();
        assertThat(site.client().scan(request -> request.tableName(table)).items())
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.get("attempts").n()).isEqualTo(fiftyFailed);
                    assertThat(item.entrySet().stream()
                                    .filter(entry -> entry.getKey().startsWith("a:")))
                            .singleElement()
                            .satisfies(entry -> assertThat(entry.getValue().n()).isEqualTo(fiftyFailed));
                });
        assertThat(refusal(throttle, "192.0.2.1", "alice")).isPositive();
    }

    @Test
    void aStrangerCannotLockTheOwnerOut() {
        Throttle throttle = logins(site(TWO_A_MINUTE));
        for (int host = 1; host <= 50; host++) {
            admitted(throttle, "198.51.100." + host, "alice");
            admitted(throttle, "198.51.100." + host, "alice");
        }
        admitted(throttle, "192.0.2.1", "alice");
    }

    @Test
    void aHomeIsOneSourceWhateverItsAddresses() {
        Throttle throttle = logins(site(TWO_A_MINUTE));
        admitted(throttle, "2001:db8:1:2::1", "alice");
        admitted(throttle, "2001:db8:1:2:ffff::2", "alice");
        assertThat(refusal(throttle, "2001:db8:1:2:3:4:5:6", "alice")).isPositive();
        admitted(throttle, "2001:db8:1:3::1", "alice");
    }

    @Test
    void aSuccessClearsAndIsWaitedFor() {
        Throttle throttle = logins(site(TWO_A_MINUTE));
        for (int i = 0; i < 10; i++) {
            admitted(throttle, "192.0.2.1", "alice");
            admitted(throttle, "192.0.2.1", "alice").succeeded().close();
        }
    }

    @Test
    void whatWasAbandonedIsTakenBack() {
        Throttle throttle = logins(site(TWO_A_MINUTE));
        for (int i = 0; i < 10; i++) {
            admitted(throttle, "192.0.2.1", "alice").abandoned();
        }
    }

    @Test
    void withoutLimitsNothingIsAsked() {
        Site site = site(Map.of("LOGIN_FAILURES_PER_ACCOUNT", "none", "LOGIN_FAILURES_PER_SOURCE", "none"));
        Throttle throttle = logins(site);
        admitted(throttle, "192.0.2.1", "alice").succeeded().close();
        admitted(throttle, "192.0.2.1", "alice").abandoned();
        assertThat(calls.take()).isEmpty();
    }

    @Test
    void registrationsAreCountedBySourceAlone() {
        Throttle throttle = registrations(site(Map.of("REGISTRATIONS_PER_SOURCE", "3", "REGISTRATION_WINDOW", "PT1H")));
        for (int i = 0; i < 3; i++) {
            admitted(throttle, "192.0.2.1", "");
        }
        assertThat(refusal(throttle, "192.0.2.1", "")).isEqualTo(Duration.ofHours(1));
        admitted(throttle, "192.0.2.2", "");
    }

    @Test
    void loginsAndRegistrationsDoNotCountForEachOther() {
        Site site = site(Map.of("REGISTRATIONS_PER_SOURCE", "1", "LOGIN_FAILURES_PER_SOURCE", "1"));
        admitted(registrations(site), "192.0.2.1", "");
        admitted(logins(site), "192.0.2.1", "alice");
    }

    @Test
    void anOperatorCanUnlock() {
        Site site = site(TWO_A_MINUTE);
        Throttle throttle = logins(site);
        admitted(throttle, "192.0.2.1", "alice");
        admitted(throttle, "192.0.2.1", "alice");
        assertThat(new DynamoDbAttemptStore(site.environment()).forget(Throttle.LOGIN, "alice"))
                .isEqualTo(1);
        admitted(throttle, "192.0.2.1", "alice");
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN_FAILURES_PER_ACCOUNT, 0",
        "LOGIN_FAILURES_PER_ACCOUNT, ten",
        "LOGIN_FAILURES_PER_SOURCE, 1001",
        "LOGIN_FAILURE_WINDOW, none",
        "LOGIN_FAILURE_WINDOW, 0",
    })
    void aLoginSettingThatCannotBeUsedIsNamed(String setting, String value) {
        Site site = site(Map.of(setting, value));
        assertThatThrownBy(() -> logins(site))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(setting + " ");
    }

    @ParameterizedTest
    @CsvSource({"REGISTRATIONS_PER_SOURCE, -1", "REGISTRATION_WINDOW, PT"})
    void aRegistrationSettingThatCannotBeUsedIsNamed(String setting, String value) {
        Site site = site(Map.of(setting, value));
        assertThatThrownBy(() -> registrations(site))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(setting + " ");
    }

    private Site site(Map<String, String> settings) {
        TestTables tables = TestTables.create();
        return new Site(settings, tables, calls.client(tables.client()));
    }

    private static Throttle logins(Site site) {
        return Throttle.ofLogins(site.environment(), new DynamoDbAttemptStore(site.environment()));
    }

    private static Throttle registrations(Site site) {
        return Throttle.ofRegistrations(site.environment(), new DynamoDbAttemptStore(site.environment()));
    }

    private static Attempt admitted(Throttle throttle, String address, String account) {
        return ((Admission.Admitted) throttle.begin(address, account)).attempt();
    }

    private static Duration refusal(Throttle throttle, String address, String account) {
        return ((Admission.Throttled) throttle.begin(address, account)).retryAfter();
    }
}
