package dev.latchkey.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Tables;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ThrottledException;
import dev.latchkey.store.CountedCalls;
import dev.latchkey.store.DynamoDbAttemptStore;
import dev.latchkey.store.Race;
import dev.latchkey.store.Site;
import dev.latchkey.telemetry.Audit;
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
    void refusesAsDjangoRestFrameworkDoes() {
        Site site = site(TWO_A_MINUTE);
        Throttle throttle = Throttle.ofLogins(site.environment());
        throttle.begin(from("192.0.2.1"), "alice");
        throttle.begin(from("192.0.2.1"), "alice");
        assertThat(refusal(throttle, "192.0.2.1", "alice"))
                .isEqualTo(new Response(
                                429,
                                Map.of("Retry-After", "60"),
                                Map.of("detail", "Request was throttled. Expected available in 60 seconds."))
                        .telling(Audit.of(Audit.Event.THROTTLED)));
        site.passes(Duration.ofMillis(58_500));
        assertThat(refusal(throttle, "192.0.2.1", "alice").headers()).isEqualTo(Map.of("Retry-After", "2"));
        site.passes(Duration.ofMillis(1_499));
        assertThat(refusal(throttle, "192.0.2.1", "alice"))
                .isEqualTo(new Response(
                                429,
                                Map.of("Retry-After", "1"),
                                Map.of("detail", "Request was throttled. Expected available in 1 second."))
                        .telling(Audit.of(Audit.Event.THROTTLED)));
        site.passes(Duration.ofMillis(1));
        throttle.begin(from("192.0.2.1"), "alice");
    }

    @Test
    void fiftyFailuresAtOnceCountFifty() throws Exception {
        Site site = site(Map.of("LOGIN_FAILURES_PER_ACCOUNT", "50", "LOGIN_FAILURES_PER_SOURCE", "50"));
        Throttle throttle = Throttle.ofLogins(site.environment());
        try (Race race = new Race()) {
            race.run(Collections.nCopies(50, () -> throttle.begin(from("192.0.2.1"), "alice")));
        }
        String table = Tables.from(site.environment().variables()).tokens();
        assertThat(site.client().scan(request -> request.tableName(table)).items())
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.get("attempts").n()).isEqualTo("50");
                    assertThat(item.entrySet().stream()
                                    .filter(entry -> entry.getKey().startsWith("a:")))
                            .singleElement()
                            .satisfies(entry -> assertThat(entry.getValue().n()).isEqualTo("50"));
                });
        assertThat(refusal(throttle, "192.0.2.1", "alice").status()).isEqualTo(429);
    }

    @Test
    void aStrangerCannotLockTheOwnerOut() {
        Throttle throttle = Throttle.ofLogins(site(TWO_A_MINUTE).environment());
        for (int host = 1; host <= 50; host++) {
            throttle.begin(from("198.51.100." + host), "alice");
            throttle.begin(from("198.51.100." + host), "alice");
        }
        throttle.begin(from("192.0.2.1"), "alice");
    }

    @Test
    void theSourceIsWhatTheGatewaySawAndNoHeader() {
        Throttle throttle = Throttle.ofLogins(site(TWO_A_MINUTE).environment());
        for (int i = 0; i < 2; i++) {
            throttle.begin(forwarded("192.0.2.1", "203.0.113." + i), "alice");
        }
        assertThatThrownBy(() -> throttle.begin(forwarded("192.0.2.1", "203.0.113.9"), "alice"))
                .isInstanceOf(ThrottledException.class);
        throttle.begin(forwarded("192.0.2.2", "192.0.2.1"), "alice");
    }

    @Test
    void aHomeIsOneSourceWhateverItsAddresses() {
        Throttle throttle = Throttle.ofLogins(site(TWO_A_MINUTE).environment());
        throttle.begin(from("2001:db8:1:2::1"), "alice");
        throttle.begin(from("2001:db8:1:2:ffff::2"), "alice");
        assertThat(refusal(throttle, "2001:db8:1:2:3:4:5:6", "alice").status()).isEqualTo(429);
        throttle.begin(from("2001:db8:1:3::1"), "alice");
    }

    @Test
    void aSuccessClearsAndIsWaitedFor() {
        Throttle throttle = Throttle.ofLogins(site(TWO_A_MINUTE).environment());
        for (int i = 0; i < 10; i++) {
            throttle.begin(from("192.0.2.1"), "alice");
            throttle.begin(from("192.0.2.1"), "alice").succeeded().close();
        }
    }

    @Test
    void whatWasAbandonedIsTakenBack() {
        Throttle throttle = Throttle.ofLogins(site(TWO_A_MINUTE).environment());
        for (int i = 0; i < 10; i++) {
            throttle.begin(from("192.0.2.1"), "alice").abandoned();
        }
    }

    @Test
    void withoutLimitsNothingIsAsked() {
        Site site = site(Map.of("LOGIN_FAILURES_PER_ACCOUNT", "none", "LOGIN_FAILURES_PER_SOURCE", "None"));
        Throttle throttle = Throttle.ofLogins(site.environment());
        throttle.begin(from("192.0.2.1"), "alice").succeeded().close();
        throttle.begin(from("192.0.2.1"), "alice").abandoned();
        assertThat(calls.take()).isEmpty();
    }

    @Test
    void registrationsAreCountedBySourceAlone() {
        Throttle throttle =
                Throttle.ofRegistrations(site(Map.of("REGISTRATIONS_PER_SOURCE", "3", "REGISTRATION_WINDOW", "PT1H"))
                        .environment());
        for (int i = 0; i < 3; i++) {
            throttle.begin(from("192.0.2.1"), "");
        }
        assertThat(refusal(throttle, "192.0.2.1", "").headers()).isEqualTo(Map.of("Retry-After", "3600"));
        throttle.begin(from("192.0.2.2"), "");
    }

    @Test
    void loginsAndRegistrationsDoNotCountForEachOther() {
        Site site = site(Map.of("REGISTRATIONS_PER_SOURCE", "1", "LOGIN_FAILURES_PER_SOURCE", "1"));
        Throttle.ofRegistrations(site.environment()).begin(from("192.0.2.1"), "");
        Throttle.ofLogins(site.environment()).begin(from("192.0.2.1"), "alice");
    }

    @Test
    void anOperatorCanUnlock() {
        Site site = site(TWO_A_MINUTE);
        Throttle throttle = Throttle.ofLogins(site.environment());
        throttle.begin(from("192.0.2.1"), "alice");
        throttle.begin(from("192.0.2.1"), "alice");
        assertThat(new DynamoDbAttemptStore(site.environment()).forget(Throttle.LOGIN, "alice"))
                .isEqualTo(1);
        throttle.begin(from("192.0.2.1"), "alice");
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
        assertThatThrownBy(() -> Throttle.ofLogins(site.environment()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(setting + " ");
    }

    @ParameterizedTest
    @CsvSource({"REGISTRATIONS_PER_SOURCE, -1", "REGISTRATION_WINDOW, PT"})
    void aRegistrationSettingThatCannotBeUsedIsNamed(String setting, String value) {
        Site site = site(Map.of(setting, value));
        assertThatThrownBy(() -> Throttle.ofRegistrations(site.environment()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(setting + " ");
    }

    private Site site(Map<String, String> settings) {
        TestTables tables = TestTables.create();
        return new Site(settings, tables, calls.client(tables.client()));
    }

    private static Response refusal(Throttle throttle, String address, String account) {
        return catchThrowableOfType(ThrottledException.class, () -> throttle.begin(from(address), account))
                .response();
    }

    private static Request from(String address) {
        return Request.of(Map.of("requestContext", Map.of("identity", Map.of("sourceIp", address))));
    }

    private static Request forwarded(String address, String claimed) {
        return Request.of(Map.of(
                "headers",
                Map.of("X-Forwarded-For", claimed, "Forwarded", "for=" + claimed),
                "requestContext",
                Map.of("identity", Map.of("sourceIp", address))));
    }
}
