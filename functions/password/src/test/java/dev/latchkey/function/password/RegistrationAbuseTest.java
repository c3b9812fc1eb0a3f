package dev.latchkey.function.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.dynamodb.CountedCalls;
import dev.latchkey.dynamodb.Race;
import dev.latchkey.dynamodb.Site;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.http.ApiException;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What registering in bulk, or asking by registering who is registered, gets. */
class RegistrationAbuseTest {
    private final CountedCalls calls = new CountedCalls();
    private final TestTables tables = TestTables.create();

    @Test
    void oneSourceRegistersUpToTheLimitWhateverComesOfIt() {
        Site site = site(Map.of("REGISTRATIONS_PER_SOURCE", "4"));
        RegisterEndpoint registration = new RegisterEndpoint(PasswordUseCases.register(site.environment()));
        assertThat(register(registration, "192.0.2.1", "alice", "Correct-Horse-9!")
                        .status())
                .isEqualTo(201);
        assertThat(register(registration, "192.0.2.1", "bob", "Correct-Horse-9!")
                        .status())
                .isEqualTo(201);
        assertThat(register(registration, "192.0.2.1", "alice", "Correct-Horse-9!")
                        .status())
                .isEqualTo(400);
        assertThat(register(registration, "192.0.2.1", "carol", "weak").status())
                .isEqualTo(400);
        calls.take();
        Response taken = register(registration, "192.0.2.1", "alice", "Correct-Horse-9!");
        assertThat(taken.status()).isEqualTo(429);
        assertThat(taken.headers()).isEqualTo(Map.of("Retry-After", "3600"));
        assertThat(register(registration, "192.0.2.1", "nobody", "Correct-Horse-9!"))
                .isEqualTo(taken);
        assertThat(calls.take()).containsExactly("UpdateItem", "UpdateItem");
        assertThat(register(registration, "192.0.2.2", "dave", "Correct-Horse-9!")
                        .status())
                .isEqualTo(201);
        site.passes(Duration.ofHours(1));
        assertThat(register(registration, "192.0.2.1", "erin", "Correct-Horse-9!")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void ofThirtyRegistrationsAtOnceTheLimitGoesThrough() throws Exception {
        RegisterEndpoint registration = new RegisterEndpoint(PasswordUseCases.register(
                site(Map.of("REGISTRATIONS_PER_SOURCE", "7")).environment()));
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String name = "name" + i;
            tasks.add(() -> register(registration, "192.0.2.1", name, "Correct-Horse-9!")
                    .status());
        }
        List<Integer> statuses;
        try (Race race = new Race()) {
            statuses = race.run(tasks);
        }
        assertThat(Collections.frequency(statuses, 201)).isEqualTo(7);
        assertThat(Collections.frequency(statuses, 429)).isEqualTo(23);
    }

    @Test
    void aNameThatCannotBeCostsNothingAndCountsNothing() {
        RegisterEndpoint registration = new RegisterEndpoint(PasswordUseCases.register(
                site(Map.of("REGISTRATIONS_PER_SOURCE", "1")).environment()));
        for (int i = 0; i < 3; i++) {
            assertThat(register(registration, "192.0.2.1", "no spaces", "Correct-Horse-9!")
                            .status())
                    .isEqualTo(400);
        }
        assertThat(calls.take()).isEmpty();
    }

    private Site site(Map<String, String> settings) {
        Map<String, String> cheap = new HashMap<>(Map.of("ARGON2_MEMORY_KIB", "8", "ARGON2_ITERATIONS", "1"));
        cheap.putAll(settings);
        return new Site(cheap, tables, calls.client(tables.client()));
    }

    private static Response register(RegisterEndpoint registration, String address, String name, String password) {
        String body = Json.write(Map.of("username", name, "email", name + "@example.com", "password", password));
        Request request = Request.of(Map.of(
                "headers",
                Map.of("Content-Type", "application/json"),
                "body",
                body,
                "requestContext",
                Map.of("identity", Map.of("sourceIp", address))));
        try {
            return registration.answer(request);
        } catch (ApiException e) {
            return e.response();
        }
    }
}
