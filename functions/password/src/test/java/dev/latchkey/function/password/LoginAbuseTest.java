package dev.latchkey.function.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.CountedCalls;
import dev.latchkey.dynamodb.Race;
import dev.latchkey.dynamodb.Site;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.http.ApiException;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.json.Json;
import dev.latchkey.passwords.CountedHashes;
import dev.latchkey.passwords.HashedPasswords;
import dev.latchkey.user.Factor;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What guessing passwords gets: nothing but the same answer, for the same work, and not for long. */
class LoginAbuseTest {
    private static final String RIGHT = "Correct-Horse-9!";
    private static final Response INCORRECT =
            Response.of(400, Map.of("non_field_errors", List.of("Incorrect Credentials")));

    private final CountedCalls calls = new CountedCalls();
    private final CountedHashes hashes = new CountedHashes();
    private final TestTables tables = TestTables.create();

    @Test
    void throttledAsInTheContract() {
        LoginEndpoint login = login(Map.of("LOGIN_FAILURES_PER_ACCOUNT", "2", "LOGIN_FAILURE_WINDOW", "60"));
        assertThat(answer(login, "throt", "x")).isEqualTo(INCORRECT);
        assertThat(answer(login, "throt", "x")).isEqualTo(INCORRECT);
        assertThat(answer(login, "throt", "x"))
                .isEqualTo(new Response(
                        429,
                        Map.of("Retry-After", "60"),
                        Map.of("detail", "Request was throttled. Expected available in 60 seconds.")));
    }

    @Test
    void wrongUnknownInactiveAndPasswordlessAreAlikeInAnswerAndWork() {
        Site site = site(Map.of());
        LoginEndpoint login = login(site);
        create(site, "alice", RIGHT);
        site.users().setActive(create(site, "inactive", RIGHT).id(), false);
        site.users()
                .create(
                        User.registered(UserIds.random(Randomness.SECURE), "nopassword", "", null, site.now()),
                        "nopassword",
                        null);
        calls.take();
        hashes.take();
        for (String[] tried : new String[][] {
            {"alice", "wrong"},
            {"nobody", RIGHT},
            {"inactive", RIGHT},
            {"inactive", "wrong"},
            {"nopassword", RIGHT},
            {"n".repeat(3_000), RIGHT},
            {"' OR 1=1 --", RIGHT},
        }) {
            assertThat(answer(login, tried[0], tried[1])).isEqualTo(INCORRECT);
            assertThat(hashes.take()).as(tried[0]).isEqualTo(1);
            assertThat(calls.take())
                    .as(tried[0])
                    .containsExactly("UpdateItem", "GetItem", "GetItem", "UpdateItem", "UpdateItem");
        }
    }

    @Test
    void throttledIsAlikeForAKnownAndAnUnknownNameAndCostsOneCallAndNoHash() {
        Site site = site(Map.of("LOGIN_FAILURES_PER_ACCOUNT", "3"));
        LoginEndpoint login = login(site);
        create(site, "alice", RIGHT);
        for (String name : List.of("alice", "nobody")) {
            for (int i = 0; i < 3; i++) {
                assertThat(answer(login, name, "wrong")).isEqualTo(INCORRECT);
            }
        }
        calls.take();
        hashes.take();
        Response known = answer(login, "alice", RIGHT);
        assertThat(known.status()).isEqualTo(429);
        assertThat(calls.take()).containsExactly("UpdateItem");
        assertThat(answer(login, "nobody", RIGHT)).isEqualTo(known);
        assertThat(calls.take()).containsExactly("UpdateItem");
        assertThat(hashes.take()).isZero();
    }

    @Test
    void ofFiftyGuessesAtOnceTenAreHashed() throws Exception {
        Site site = site(Map.of());
        LoginEndpoint login = login(site);
        create(site, "alice", RIGHT);
        hashes.take();
        List<Callable<Integer>> guesses = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String guess = "guess" + i;
            guesses.add(() -> answer(login, "alice", guess).status());
        }
        List<Integer> statuses;
        try (Race race = new Race()) {
            statuses = race.run(guesses);
        }
        assertThat(hashes.take()).isEqualTo(10);
        assertThat(Collections.frequency(statuses, 400)).isEqualTo(10);
        assertThat(Collections.frequency(statuses, 429)).isEqualTo(40);
    }

    @Test
    void everyFormOfANameIsTheSameAccount() {
        LoginEndpoint login = login(Map.of("LOGIN_FAILURES_PER_ACCOUNT", "2"));
        assertThat(answer(login, "Straße", "x").status()).isEqualTo(400);
        assertThat(answer(login, "STRASSE", "x").status()).isEqualTo(400);
        assertThat(answer(login, " ｓtrasse ", "x").status()).isEqualTo(429);
    }

    @Test
    void onePlaceCannotTryManyNames() {
        LoginEndpoint login = login(Map.of("LOGIN_FAILURES_PER_SOURCE", "20"));
        for (int i = 0; i < 20; i++) {
            assertThat(answer(login, "name" + i, "Summer2026!").status()).isEqualTo(400);
        }
        assertThat(answer(login, "name20", "Summer2026!").status()).isEqualTo(429);
    }

    @Test
    void theOwnerComesInFromElsewhereWhileAStrangerIsThrottled() {
        Site site = site(Map.of());
        LoginEndpoint login = login(site);
        create(site, "alice", RIGHT);
        for (int i = 0; i < 10; i++) {
            assertThat(answer(login, "alice", "guess" + i).status()).isEqualTo(400);
        }
        assertThat(answer(login, "alice", RIGHT).status()).isEqualTo(429);
        assertThat(attempt(login, "203.0.113.50", "alice", RIGHT).status()).isEqualTo(200);
        site.passes(Duration.ofMinutes(15));
        assertThat(answer(login, "alice", RIGHT).status()).isEqualTo(200);
    }

    /** A stack on which users may have a second factor costs those nothing who have none. */
    @ParameterizedTest
    @ValueSource(strings = {"off", "optional"})
    void aSuccessFromAKnownPlaceAddsOneRoundTripAndOneCallBesideTheLast(String secondFactor) {
        Site site = site(Map.of("SECOND_FACTOR", secondFactor));
        LoginEndpoint login = login(site);
        create(site, "alice", RIGHT);
        answer(login, "alice", RIGHT);
        calls.take();
        assertThat(answer(login, "alice", RIGHT).status()).isEqualTo(200);
        List<String> made = calls.take();
        assertThat(made.subList(0, 3)).containsExactly("UpdateItem", "GetItem", "GetItem");
        assertThat(made.subList(3, made.size())).containsExactlyInAnyOrder("DeleteItem", "TransactWriteItems");
    }

    @Test
    void aRightPasswordOfAUserWithASecondFactorIsAFirstStep() {
        Site site = site(Map.of("SECOND_FACTOR", "optional"));
        LoginEndpoint login = login(site);
        User alice = createWithApp(site, "alice");
        calls.take();
        Response step = answer(login, "alice", RIGHT);
        assertThat(step.status()).isEqualTo(200);
        assertThat(step.body())
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsOnlyKeys("ephemeral_token", "method");
        List<String> made = calls.take();
        assertThat(made.subList(0, 4)).containsExactly("UpdateItem", "GetItem", "GetItem", "UpdateItem");
        assertThat(made.subList(4, made.size())).containsExactlyInAnyOrder("DeleteItem", "DeleteItem", "PutItem");
        assertThat(answer(login, "alice", "wrong")).isEqualTo(INCORRECT);
        assertThat(site.sessions().list(alice.id())).isEmpty();
    }

    /** Letting them in by the password alone would take away what they set up. */
    @Test
    void whoHasASecondFactorIsKeptOutWhereItIsSwitchedOff() {
        Site site = site(Map.of());
        LoginEndpoint login = login(site);
        User alice = createWithApp(site, "alice");
        assertThat(answer(login, "alice", RIGHT).status()).isEqualTo(403);
        assertThat(answer(login, "alice", "wrong")).isEqualTo(INCORRECT);
        assertThat(site.sessions().list(alice.id())).isEmpty();
    }

    private User createWithApp(Site site, String name) {
        PasswordHash hash = new PasswordHash(hashes.hasher().hash(Password.of(RIGHT)));
        User user = User.registered(UserIds.random(Randomness.SECURE), name, "", hash, site.now());
        User withApp = user.with(user.security().with(Factor.APP));
        site.users().create(withApp, name, null);
        return withApp;
    }

    @Test
    void aSuccessFromANewPlaceIsCountedAndCleared() {
        Site site = site(Map.of());
        LoginEndpoint login = login(site);
        create(site, "alice", RIGHT);
        calls.take();
        assertThat(answer(login, "alice", RIGHT).status()).isEqualTo(200);
        List<String> made = calls.take();
        assertThat(made.subList(0, 4)).containsExactly("UpdateItem", "GetItem", "GetItem", "UpdateItem");
        assertThat(made.subList(4, made.size()))
                .containsExactlyInAnyOrder("DeleteItem", "DeleteItem", "TransactWriteItems");
    }

    /** Fifty at once, each from a place of its own: the limit holds exactly, and no more are hashed. */
    @Test
    void ofFiftyGuessesAtOnceFromFiftyPlacesTheLimitIsHashed() throws Exception {
        Site site = site(Map.of("LOGIN_FAILURES_PER_USER", "20"));
        LoginEndpoint login = login(site);
        create(site, "alice", RIGHT);
        hashes.take();
        List<Callable<Integer>> guesses = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String address = "198.51.100." + i;
            guesses.add(() -> attempt(login, address, "alice", "wrong").status());
        }
        List<Integer> statuses;
        try (Race race = new Race()) {
            statuses = race.run(guesses);
        }
        assertThat(hashes.take()).isEqualTo(20);
        assertThat(Collections.frequency(statuses, 400)).isEqualTo(20);
        assertThat(Collections.frequency(statuses, 429)).isEqualTo(30);
    }

    @Test
    void successesAreNotCounted() {
        Site site = site(Map.of("LOGIN_FAILURES_PER_SOURCE", "2", "LOGIN_FAILURES_PER_ACCOUNT", "2"));
        LoginEndpoint login = login(site);
        create(site, "alice", RIGHT);
        for (int i = 0; i < 10; i++) {
            assertThat(answer(login, "alice", RIGHT).status()).isEqualTo(200);
        }
        assertThat(answer(login, "alice", "wrong").status()).isEqualTo(400);
        assertThat(answer(login, "alice", RIGHT).status()).isEqualTo(200);
    }

    @Test
    void aBodyThatIsNoLoginCostsNothingAndCountsNothing() {
        LoginEndpoint login = login(Map.of("LOGIN_FAILURES_PER_SOURCE", "1"));
        for (String body : List.of("{}", "{", "[]", "{\"username\": \"alice\", \"password\": \"\"}")) {
            assertThat(answer(login, request("192.0.2.1", body)).status()).isEqualTo(400);
        }
        assertThat(calls.take()).isEmpty();
        assertThat(hashes.take()).isZero();
    }

    private Site site(Map<String, String> settings) {
        return new Site(settings, tables, calls.client(tables.client()));
    }

    private LoginEndpoint login(Map<String, String> settings) {
        return login(site(settings));
    }

    private LoginEndpoint login(Site site) {
        return new LoginEndpoint(
                site.environment(), PasswordUseCases.logIn(site.environment(), new HashedPasswords(hashes.hasher())));
    }

    private User create(Site site, String name, String password) {
        PasswordHash hash = new PasswordHash(hashes.hasher().hash(Password.of(password)));
        User user = User.registered(UserIds.random(Randomness.SECURE), name, "", hash, site.now());
        site.users().create(user, name, null);
        return user;
    }

    private static Response answer(LoginEndpoint login, String name, String password) {
        return attempt(login, "192.0.2.1", name, password);
    }

    private static Response attempt(LoginEndpoint login, String address, String name, String password) {
        return answer(login, request(address, Json.write(Map.of("username", name, "password", password))));
    }

    private static Response answer(LoginEndpoint login, Request request) {
        try {
            return sent(login.answer(request));
        } catch (ApiException e) {
            return sent(e.response());
        }
    }

    /** An answer as the client gets it: what goes to the log is left out. */
    private static Response sent(Response response) {
        return new Response(response.status(), response.headers(), response.body());
    }

    private static Request request(String address, String body) {
        return Request.of(Map.of(
                "headers",
                Map.of("Content-Type", "application/json"),
                "body",
                body,
                "requestContext",
                Map.of("identity", Map.of("sourceIp", address))));
    }
}
