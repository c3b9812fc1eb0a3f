package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What must hold when requests come at the same time, or right after one another. */
class ConcurrencyTest {
    private static final int LOGOUTS = 1_000;
    private static final int CLIENTS = 4;
    private static final String CHOSEN = "Zx9!vorpal-Tundra";
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
    private static final String TAKEN = "{\"username\":[\"A user with that username already exists.\"]}";

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(20);

    private final TestSite site = TestSite.shared(Profile.DEFAULT);
    private final TestSite limited = TestSite.shared(Profile.LIMIT);
    private final TestSite throttled = TestSite.shared(Profile.THROTTLE);

    @AfterEach
    void clear() {
        site.stage().clear();
        limited.stage().clear();
        throttled.stage().clear();
    }

    @AfterAll
    static void endThreads() {
        THREADS.shutdown();
    }

    @Test
    void oneOfTwentyRegistrationsOfANameInAllItsSpellingsWins() {
        for (int round = 0; round < 5; round++) {
            List<String> names = spellings("user" + (char) ('a' + round), 20);
            List<Answer> answers = atOnce(names.stream()
                    .map(name -> (Callable<Answer>) () -> site.http().send(registration(name)))
                    .toList());
            assertOneCreated(site, answers);
        }
    }

    /** Case {@code race.register_same_username_x8}. */
    @Test
    void oneOfEightRegistrationsOfANameWins() {
        for (int round = 0; round < 5; round++) {
            String name = "dup" + round;
            assertOneCreated(
                    limited, atOnce(Collections.nCopies(8, () -> limited.http().send(registration(name)))));
        }
    }

    /** Case {@code race.token_limit_x16}. */
    @Test
    void sixteenLoginsNeverPassTheLimit() {
        for (int round = 0; round < 5; round++) {
            limited.stage().endAll("limited");
            List<Answer> answers =
                    atOnce(Collections.nCopies(16, () -> limited.http().send(login("limited"))));
            long opened = answers.stream().filter(each -> each.status() == 200).count();
            assertThat(opened).isEqualTo(limited.stage().live("limited")).isBetween(1L, 2L);
            assertThat(answers).filteredOn(each -> each.status() != 200).allSatisfy(ConcurrencyTest::assertRefused);
        }
    }

    /** Logins that are under way hold the places of failures for a moment, and no longer. */
    @Test
    void rightPasswordsAtOnceAreToldToComeBackAtOnce() {
        for (int round = 0; round < 5; round++) {
            String name = "right" + round;
            throttled.http().send(registration(name));
            List<Answer> answers =
                    atOnce(Collections.nCopies(20, () -> throttled.http().send(login(name, CHOSEN))));
            assertThat(answers).anySatisfy(each -> assertThat(each.status()).isEqualTo(200));
            assertThat(answers)
                    .filteredOn(each -> each.status() != 200)
                    .allSatisfy(each -> assertThat(each.status()).isEqualTo(429))
                    .allSatisfy(each -> assertThat(each.headers("Retry-After")).containsExactly("1"));
            assertThat(throttled.http().send(login(name, CHOSEN)).status()).isEqualTo(200);
        }
    }

    /** Of changes at once one wins; who loses has not failed, and the owner's new password is let in. */
    @Test
    void aPasswordChangeThatLosesARaceHasNotFailed() {
        for (int round = 0; round < 20; round++) {
            String name = "changing" + round;
            String token = tokenOf(throttled.http().send(registration(name)));
            List<String> wanted = IntStream.range(0, 20)
                    .mapToObj(i -> "Tundra-vorpal!" + i + "xyz")
                    .toList();
            List<Answer> answers = atOnce(wanted.stream()
                    .map(password -> (Callable<Answer>) () -> throttled.http().send(change(token, password)))
                    .toList());
            assertThat(answers).filteredOn(each -> each.status() == 204).hasSize(1);
            assertThat(answers)
                    .filteredOn(each -> each.status() == 429)
                    .allSatisfy(each -> assertThat(each.headers("Retry-After")).containsExactly("1"));
            int winner = IntStream.range(0, 20)
                    .filter(i -> answers.get(i).status() == 204)
                    .findFirst()
                    .orElseThrow();
            assertThat(throttled.http().send(login(name, wanted.get(winner))).status())
                    .as("the new password, in round %s", round)
                    .isEqualTo(200);
        }
    }

    @Test
    void aTokenIsDeadOnTheRequestAfterItsLogout() {
        Callable<Integer> client = () -> {
            int successes = 0;
            for (int i = 0; i < LOGOUTS / CLIENTS; i++) {
                String token = site.stage().open("alice");
                Answer ended = site.http().send(new ExactRequest("POST", "/api/auth/logout").token(token));
                assertThat(ended.status()).isEqualTo(204);
                Answer checked = site.http().send(whoAmI(token));
                successes +=
                        checked.status() == 401 && checked.text().equals("{\"detail\":\"Invalid token.\"}") ? 0 : 1;
            }
            return successes;
        };
        assertThat(atOnce(Collections.nCopies(CLIENTS, client))).containsOnly(0);
    }

    @Test
    void allTokensAreDeadOnTheRequestAfterALogoutEverywhere() {
        for (int round = 0; round < 10; round++) {
            List<String> tokens = IntStream.range(0, 5)
                    .mapToObj(i -> site.stage().open("taken"))
                    .toList();
            assertThat(site.http().send(whoAmI(tokens.get(4))).status()).isEqualTo(200);
            Answer ended =
                    site.http().send(new ExactRequest("POST", "/api/auth/logoutall").token(tokens.get(round % 5)));
            assertThat(ended.status()).isEqualTo(204);
            assertThat(tokens)
                    .allSatisfy(token ->
                            assertThat(site.http().send(whoAmI(token)).status()).isEqualTo(401));
        }
    }

    /** A logout ends its own session alone, however many end at once. */
    @Test
    void logoutsAtOnceEndEachItsOwn() {
        String kept = site.stage().open("file1");
        List<String> ended =
                IntStream.range(0, 10).mapToObj(i -> site.stage().open("file1")).toList();
        List<Answer> answers = atOnce(ended.stream()
                .map(token -> (Callable<Answer>)
                        () -> site.http().send(new ExactRequest("POST", "/api/auth/logout").token(token)))
                .toList());
        assertThat(answers).allSatisfy(each -> assertThat(each.status()).isEqualTo(204));
        assertThat(site.http().send(whoAmI(kept)).status()).isEqualTo(200);
    }

    private static void assertOneCreated(TestSite where, List<Answer> answers) {
        assertThat(answers).filteredOn(each -> each.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(each -> each.status() != 201)
                .hasSize(answers.size() - 1)
                .allSatisfy(each -> assertThat(each.status()).isEqualTo(400))
                .allSatisfy(each -> assertThat(each.text()).isEqualTo(TAKEN));
        answers.forEach(where::verifyToken);
    }

    /** A login that loses every race against the others may be told to come back instead. */
    private static void assertRefused(Answer answer) {
        if (answer.status() == 503) {
            assertThat(answer.headers("Retry-After")).isNotEmpty();
        } else {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).isEqualTo("{\"error\":\"Maximum amount of tokens allowed per user exceeded.\"}");
        }
    }

    /** Starts all at the same moment, as well as threads can. */
    private static <T> List<T> atOnce(List<Callable<T>> calls) {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> call : calls) {
            futures.add(THREADS.submit(() -> {
                start.await();
                return call.call();
            }));
        }
        start.countDown();
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return results;
    }

    /** Writes a name in as many ways as wanted: each letter small or capital, in ASCII or full width. */
    private static List<String> spellings(String name, int number) {
        return IntStream.range(0, number)
                .mapToObj(variant -> spelling(name, variant))
                .toList();
    }

    private static String spelling(String name, int variant) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            int small = name.charAt(i);
            int c = (variant >> i & 1) == 1 ? small - 'a' + 'A' : small;
            text.appendCodePoint(variant % 2 == 0 ? c : c - '!' + '\uff01');
        }
        return text.toString();
    }

    private static ExactRequest registration(String name) {
        return new ExactRequest("POST", "/api/auth/register")
                .json("{\"username\": \"" + name + "\", \"email\": \"d@example.com\", \"password\": \"" + CHOSEN
                        + "\"}");
    }

    private static String tokenOf(Answer answer) {
        Matcher token = TOKEN.matcher(answer.text());
        assertThat(token.find()).as(answer.text()).isTrue();
        return token.group(1);
    }

    private static ExactRequest change(String token, String password) {
        return new ExactRequest("POST", "/api/auth/password")
                .token(token)
                .json("{\"current_password\": \"" + CHOSEN + "\", \"new_password\": \"" + password + "\"}");
    }

    private static ExactRequest login(String name) {
        return login(name, Stage.PASSWORD);
    }

    private static ExactRequest login(String name, String password) {
        return new ExactRequest("POST", "/api/auth/login")
                .json("{\"username\": \"" + name + "\", \"password\": \"" + password + "\"}");
    }

    private static ExactRequest whoAmI(String token) {
        return new ExactRequest("GET", "/api/auth/user").token(token);
    }
}
