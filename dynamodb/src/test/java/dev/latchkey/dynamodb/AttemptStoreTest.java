package dev.latchkey.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fixtures.TestTables;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.AttemptStore.Counted;
import dev.latchkey.store.AttemptStore.Decision;
import dev.latchkey.store.AttemptStore.Limits;
import dev.latchkey.store.AttemptStore.Refused;
import dev.latchkey.store.AttemptStore.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

public class AttemptStoreTest {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Instant NOON = Instant.parse("2106-11-22T12:00:00.000250Z");
    private static final Limits LIMITS = new Limits(5, 3, WINDOW, Duration.ZERO);
    private static final Limits ONLY_ACCOUNTS = new Limits(Limits.NONE, 3, WINDOW, Duration.ZERO);

    private final CountedCalls calls = new CountedCalls();
    private final TestTables tables = TestTables.create();
    private final Site site = new Site(Map.of(), tables, calls.client(tables.client()));
    private final AttemptStore attempts = new DynamoDbAttemptStore(site.environment());
    private final Race race = new Race();

    @AfterEach
    void close() {
        race.close();
    }

    @Test
    void countsUpToTheLimitOnAnAccountAndSaysWhenItEnds() {
        for (int i = 1; i <= 3; i++) {
            Counted counted = (Counted) attempts.count(alice("192.0.2.1"), LIMITS, NOON.plusSeconds(i));
            assertThat(counted.ofSource()).isEqualTo(i);
            assertThat(counted.windowEnd()).isEqualTo(NOON.plusSeconds(1).plus(WINDOW));
        }
        assertThat(attempts.count(alice("192.0.2.1"), LIMITS, NOON.plusSeconds(4)))
                .isEqualTo(new Refused(NOON.plusSeconds(1).plus(WINDOW)));
        assertThat(attempts.count(bob("192.0.2.1"), LIMITS, NOON)).isInstanceOf(Counted.class);
        assertThat(attempts.count(alice("192.0.2.2"), LIMITS, NOON)).isInstanceOf(Counted.class);
    }

    @Test
    void countsUpToTheLimitOnASourceWhateverTheAccounts() {
        for (int i = 0; i < 5; i++) {
            assertThat(attempts.count(subject("192.0.2.1", "name" + i), LIMITS, NOON))
                    .isInstanceOf(Counted.class);
        }
        assertThat(attempts.count(subject("192.0.2.1", "another"), LIMITS, NOON))
                .isInstanceOf(Refused.class);
    }

    @Test
    void countsAnewOnceTheWindowIsOver() {
        exhaust(alice("192.0.2.1"), LIMITS, NOON);
        Instant last = NOON.plus(WINDOW).minusNanos(1_000);
        assertThat(attempts.count(alice("192.0.2.1"), LIMITS, last)).isInstanceOf(Refused.class);
        exhaust(alice("192.0.2.1"), LIMITS, NOON.plus(WINDOW));
        assertThat(attempts.count(alice("192.0.2.1"), LIMITS, NOON.plus(WINDOW)))
                .isEqualTo(new Refused(NOON.plus(WINDOW).plus(WINDOW)));
    }

    @Test
    void refusalsProlongNothing() {
        exhaust(alice("192.0.2.1"), LIMITS, NOON);
        for (int i = 0; i < 20; i++) {
            assertThat(attempts.count(alice("192.0.2.1"), LIMITS, NOON.plusSeconds(i)))
                    .isEqualTo(new Refused(NOON.plus(WINDOW)));
        }
    }

    @RepeatedTest(5)
    void fiftyAttemptsAtOnceCountFifty() throws Exception {
        Limits fifty = new Limits(50, 50, WINDOW, Duration.ZERO);
        assertThat(atOnce(50, fifty, NOON)).isEqualTo(50);
        assertThat(attempts.count(alice("192.0.2.1"), fifty, NOON)).isInstanceOf(Refused.class);
    }

    @RepeatedTest(5)
    void ofFiftyAttemptsAtOnceTheLimitGoesThrough() throws Exception {
        Limits ten = new Limits(Limits.NONE, 10, WINDOW, Duration.ZERO);
        assertThat(atOnce(50, ten, NOON)).isEqualTo(10);
        assertThat(atOnce(50, ten, NOON.plus(WINDOW)))
                .as("in a window that follows")
                .isEqualTo(10);
    }

    @Test
    void aSuccessClearsTheAccountAndTakesBackItself() {
        attempts.count(bob("192.0.2.1"), LIMITS, NOON);
        attempts.count(alice("192.0.2.1"), LIMITS, NOON);
        attempts.forgive((Counted) attempts.count(alice("192.0.2.1"), LIMITS, NOON));
        assertThat(left(bob("192.0.2.1")))
                .as("one of five was taken by bob, one by alice")
                .isEqualTo(2);
        assertThat(left(alice("192.0.2.1"))).as("the source has one left").isEqualTo(1);
    }

    @Test
    void aSuccessFromASourceWithoutFailuresLeavesNothingBehind() {
        attempts.forgive((Counted) attempts.count(alice("192.0.2.1"), LIMITS, NOON));
        assertThat(items()).isEmpty();
        assertThat(calls.take()).containsExactly("UpdateItem", "DeleteItem");
    }

    @RepeatedTest(5)
    void successesAtOnceTakeBackExactlyThemselves() throws Exception {
        Limits hundred = new Limits(100, 100, WINDOW, Duration.ZERO);
        attempts.count(bob("192.0.2.1"), hundred, NOON);
        List<Callable<Void>> tasks = Collections.nCopies(20, () -> {
            attempts.forgive((Counted) attempts.count(alice("192.0.2.1"), hundred, NOON));
            return null;
        });
        race.run(tasks);
        assertThat(((Counted) attempts.count(bob("192.0.2.1"), hundred, NOON)).ofSource())
                .isEqualTo(2);
    }

    @Test
    void whatIsTakenBackLeavesTheOthers() {
        attempts.count(alice("192.0.2.1"), LIMITS, NOON);
        attempts.takeBack((Counted) attempts.count(alice("192.0.2.1"), LIMITS, NOON));
        assertThat(left(alice("192.0.2.1"))).isEqualTo(2);
    }

    @Test
    void aSuccessOutsideItsWindowChangesNothing() {
        Counted old = (Counted) attempts.count(alice("192.0.2.1"), LIMITS, NOON);
        exhaust(alice("192.0.2.1"), LIMITS, NOON.plus(WINDOW));
        attempts.forgive(old);
        attempts.takeBack(old);
        assertThat(attempts.count(alice("192.0.2.1"), LIMITS, NOON.plus(WINDOW)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void anAccountIsForgottenWhereverItWasTriedFrom() {
        for (int i = 1; i <= 20; i++) {
            exhaust(alice("192.0.2." + i), LIMITS, NOON);
            attempts.count(bob("192.0.2." + i), LIMITS, NOON);
        }
        exhaust(alice("2001:db8:0:1::/64"), ONLY_ACCOUNTS, NOON);
        assertThat(attempts.forget("login", "alice")).isEqualTo(21);
        assertThat(attempts.forget("login", "alice")).isZero();
        assertThat(attempts.count(alice("192.0.2.7"), LIMITS, NOON)).isInstanceOf(Counted.class);
        assertThat(attempts.count(alice("2001:db8:0:1::/64"), ONLY_ACCOUNTS, NOON))
                .isInstanceOf(Counted.class);
        assertThat(attempts.count(bob("192.0.2.7"), LIMITS, NOON))
                .as("five attempts are used up")
                .isInstanceOf(Refused.class);
    }

    @Test
    void storesNoNameAndEndsByItself() {
        attempts.count(alice("192.0.2.1"), LIMITS, NOON);
        attempts.count(alice("192.0.2.1"), ONLY_ACCOUNTS, NOON);
        assertThat(items()).hasSize(2).allSatisfy(item -> {
            assertThat(item.toString()).doesNotContain("alice");
            assertThat(item)
                    .containsEntry(
                            "ttl",
                            AttributeValue.fromN(
                                    "" + NOON.plus(WINDOW).plusSeconds(1).getEpochSecond()));
        });
    }

    @Test
    void costsOneCallAndTwoWhereAWindowThatIsOverIsInTheWay() {
        attempts.count(alice("192.0.2.1"), LIMITS, NOON);
        assertThat(calls.take()).containsExactly("UpdateItem");
        attempts.count(alice("192.0.2.1"), LIMITS, NOON);
        assertThat(calls.take()).containsExactly("UpdateItem");
        exhaust(bob("192.0.2.2"), LIMITS, NOON);
        calls.take();
        attempts.count(bob("192.0.2.2"), LIMITS, NOON);
        assertThat(calls.take()).as("a refusal").containsExactly("UpdateItem");
        attempts.count(alice("192.0.2.1"), LIMITS, NOON.plus(WINDOW));
        assertThat(calls.take()).containsExactly("UpdateItem", "PutItem");
    }

    private int atOnce(int number, Limits limits, Instant now) throws Exception {
        List<Callable<Decision>> tasks =
                Collections.nCopies(number, () -> attempts.count(alice("192.0.2.1"), limits, now));
        return (int) race.run(tasks).stream().filter(Counted.class::isInstance).count();
    }

    private void exhaust(Subject subject, Limits limits, Instant now) {
        for (int i = 0; i < limits.perAccount(); i++) {
            assertThat(attempts.count(subject, limits, now)).isInstanceOf(Counted.class);
        }
    }

    /** Counts until refused. */
    private int left(Subject subject) {
        int counted = 0;
        while (attempts.count(subject, LIMITS, NOON) instanceof Counted) {
            counted++;
        }
        return counted;
    }

    private List<Map<String, AttributeValue>> items() {
        String table = tables.variables().get("TOKENS_TABLE");
        return new ArrayList<>(
                tables.client().scan(request -> request.tableName(table)).items());
    }

    private static Subject alice(String source) {
        return subject(source, "alice");
    }

    private static Subject bob(String source) {
        return subject(source, "bob");
    }

    private static Subject subject(String source, String account) {
        return new Subject("login", source, account);
    }
}
