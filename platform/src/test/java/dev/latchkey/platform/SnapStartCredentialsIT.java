package dev.latchkey.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function of each jar gets its credentials as Lambda hands them to one that starts from a snapshot: by an address, and not in variables. */
class SnapStartCredentialsIT {
    @Test
    void signsWithTheCredentialsOfItsInstance(@TempDir Path folder) throws Exception {
        Answers answers = Answers.read();
        Set<String> signed = new TreeSet<>();
        try (ContainerCredentials credentials = new ContainerCredentials();
                Deployment deployment = new Deployment(folder, TestTables.EVERYTHING, credentials.variables())) {
            Fixture fixture = new Fixture(deployment.client(), deployment.tableVariables());
            for (String event : events()) {
                String function = Events.function(event);
                fixture.reset();
                answers.check(event, deployment.invoke(function, Events.read(event)));
                if (!deployment.used(function).isEmpty()) {
                    assertThat(deployment.sessionTokens(function))
                            .as(function)
                            .containsExactly(ContainerCredentials.SESSION_TOKEN);
                    signed.add(function);
                }
            }
        }
        assertThat(signed).contains("AuthorizerFunction", "LoginFunction");
    }

    private static List<String> events() throws IOException {
        Set<String> events = new TreeSet<>(Events.onePerJar());
        events.add("authorizer-rest-request");
        events.add("login-ok");
        return List.copyOf(events);
    }
}
