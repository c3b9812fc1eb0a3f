package dev.latchkey.function.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.CountedCalls;
import dev.latchkey.dynamodb.Site;
import dev.latchkey.dynamodb.Site.Drafted;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.http.ApiException;
import dev.latchkey.http.Principal;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.json.Json;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a stolen token gets: no free guesses at the password. */
class PasswordAbuseTest {
    private static final String RIGHT = "Correct-Horse-9!";

    private final CountedCalls calls = new CountedCalls();
    private final TestTables tables = TestTables.create();
    private final Site site = new Site(
            Map.of("LOGIN_FAILURES_PER_ACCOUNT", "3", "ARGON2_MEMORY_KIB", "8", "ARGON2_ITERATIONS", "1"),
            tables,
            calls.client(tables.client()));
    private final PasswordEndpoint change = new PasswordEndpoint(site.environment());

    @Test
    void wrongPasswordsAreCountedAndThenNotTriedAnyMore() {
        Principal alice = logIn("alice");
        for (int i = 0; i < 3; i++) {
            assertThat(answer(alice, "guess" + i, "Tuesday-Kettle-5")).isEqualTo(400);
        }
        calls.take();
        assertThat(answer(alice, RIGHT, "Tuesday-Kettle-5")).isEqualTo(429);
        assertThat(calls.take()).containsExactly("UpdateItem");
    }

    @Test
    void aRightPasswordClearsTheCountEvenWhereTheNewOneIsRefused() {
        Principal alice = logIn("alice");
        for (int i = 0; i < 4; i++) {
            assertThat(answer(alice, "guess", "Tuesday-Kettle-5")).isEqualTo(400);
            assertThat(answer(alice, "guess", "Tuesday-Kettle-5")).isEqualTo(400);
            assertThat(answer(alice, RIGHT, "weak")).isEqualTo(400);
        }
        assertThat(answer(alice, RIGHT, "Tuesday-Kettle-5")).isEqualTo(204);
    }

    @Test
    void aSessionThatEndedMeanwhileCountsAsNoGuess() {
        Principal alice = logIn("alice");
        site.sessions().end(alice.userId(), alice.tokenKey());
        for (int i = 0; i < 5; i++) {
            assertThat(answer(alice, RIGHT, "Tuesday-Kettle-5")).isEqualTo(401);
        }
    }

    private Principal logIn(String name) {
        String hash = PasswordHasher.from(site.environment()).hash(Password.of(RIGHT));
        User user = User.registered(UserIds.random(Randomness.SECURE), name, "", new PasswordHash(hash), site.now());
        site.users().create(user, name, null);
        Drafted session = site.draft(user);
        site.open(user, session, null);
        return new Principal(user.id(), name, "", session.session().key(), "");
    }

    private int answer(Principal principal, String current, String chosen) {
        Request request = Request.of(Map.of(
                "headers",
                Map.of("Content-Type", "application/json"),
                "body",
                Json.write(Map.of("current_password", current, "new_password", chosen)),
                "requestContext",
                Map.of("identity", Map.of("sourceIp", "192.0.2.1"))));
        Response response;
        try {
            response = change.answer(request, principal);
        } catch (ApiException e) {
            response = e.response();
        }
        return response.status();
    }
}
