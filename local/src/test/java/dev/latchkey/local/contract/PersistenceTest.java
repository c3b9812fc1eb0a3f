package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.local.LocalServer;
import dev.latchkey.local.ServerOptions;
import dev.latchkey.local.StartException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered before a restart still holds after it. */
class PersistenceTest {
    private static final String REGISTRATION =
            "{\"username\": \"Kept\", \"email\": \"kept@example.com\", \"password\": \"Zx9!vorpal-Tundra\"}";
    private static final String LOGIN = "{\"username\": \"kept\", \"password\": \"Zx9!vorpal-Tundra\"}";

    @TempDir
    private Path folder;

    @Test
    void usersAndSessionsOutliveARestart() throws StartException {
        String live;
        String ended;
        JsonNode user;
        try (LocalServer server = start()) {
            ExactHttp http = new ExactHttp(server.url());
            JsonNode registered = answer(http, "register", REGISTRATION, 201);
            user = registered.get("user");
            live = registered.get("token").textValue();
            ended = answer(http, "login", LOGIN, 200).get("token").textValue();
            ExactRequest logout = new ExactRequest("POST", "/api/auth/logout").token(ended);
            assertThat(http.send(logout).status()).isEqualTo(204);
        }
        try (LocalServer server = start()) {
            ExactHttp http = new ExactHttp(server.url());
            Answer who = http.send(new ExactRequest("GET", "/api/auth/user").token(live));
            assertThat(Expectation.json(who)).isEqualTo(user);
            assertThat(http.send(new ExactRequest("GET", "/api/auth/user").token(ended))
                            .status())
                    .isEqualTo(401);
            assertThat(answer(http, "login", LOGIN, 200).get("user")).isEqualTo(user);
            assertThat(answer(http, "register", REGISTRATION, 400).has("username"))
                    .isTrue();
        }
    }

    private LocalServer start() throws StartException {
        ServerOptions memory = ServerOptions.inMemory(TestTables.template());
        return LocalServer.start(new ServerOptions(
                memory.template(),
                memory.host(),
                0,
                0,
                Optional.of(folder),
                Profile.DEFAULT.variables(),
                memory.parameters(),
                memory.pages(),
                memory.requestLog(),
                memory.log(),
                memory.clock()));
    }

    private static JsonNode answer(ExactHttp http, String path, String body, int status) {
        Answer answer = http.send(new ExactRequest("POST", "/api/auth/" + path).json(body));
        assertThat(answer.status()).isEqualTo(status);
        return Expectation.json(answer);
    }
}
