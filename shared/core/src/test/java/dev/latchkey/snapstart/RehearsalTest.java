package dev.latchkey.snapstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Environment;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.session.AuthenticationException;
import dev.latchkey.session.Authenticator;
import dev.latchkey.store.DynamoDbTokenStore;
import dev.latchkey.store.DynamoDbUserStore;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.store.TokenStore;
import dev.latchkey.token.TokenFormat;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private final TestTables tables = TestTables.create();
    private final List<String> seen = new ArrayList<>();

    @Test
    void onStageTheSessionIsThere() throws Exception {
        run(Map.of(), environment -> {
            TokenStore tokens = new DynamoDbTokenStore(environment);
            seen.add(who(environment));
            seen.add("listed " + tokens.list(SampleEvents.NOBODY).size());
            seen.add("ended " + tokens.end(SampleEvents.NOBODY, SampleEvents.NO_KEY));
            new DynamoDbUserStore(environment).endAllSessions(SampleEvents.NOBODY);
        });
        assertThat(seen)
                .startsWith("nobody", "listed 1", "ended true")
                .endsWith("Invalid token.", "listed 0", "ended false");
    }

    @Test
    void aPrefixAndRefreshedSessionsAreRehearsedToo() throws Exception {
        Map<String, String> settings = Map.of(
                "TOKEN_PREFIX", "lk_", "AUTO_REFRESH", "true", "TOKEN_TTL", "P7D", "AUTO_REFRESH_MAX_TTL", "P30D");
        run(settings, environment -> seen.add(who(environment)));
        assertThat(seen).startsWith("nobody").endsWith("nobody", "Invalid token.");
    }

    @Test
    void withoutItsTablesAFunctionStillRehearses() throws Exception {
        Rehearsal rehearsal = rehearsal(tables.variables(), environment -> {
            boolean onStage = environment.dynamoDb() != tables.client();
            seen.add(onStage ? "on stage" : "on tables");
            if (!onStage) {
                throw new StoreUnavailableException("check");
            }
        });
        rehearsal.run();
        rehearsal.run();
        assertThat(seen).startsWith("on stage").endsWith("on stage").containsOnlyOnce("on tables");
    }

    @Test
    void nothingIsWritten() throws Exception {
        onStageTheSessionIsThere();
        for (String table : tables.variables().values()) {
            assertThat(tables.client().scan(request -> request.tableName(table)).items())
                    .isEmpty();
        }
    }

    /** Runs one round: first on stage, then on the tables. */
    private void run(Map<String, String> settings, Work work) throws Exception {
        Map<String, String> variables = new HashMap<>(tables.variables());
        variables.putAll(settings);
        rehearsal(variables, work).run();
    }

    private Rehearsal rehearsal(Map<String, String> variables, Work work) {
        Environment tablesOfOurs = new Environment(variables, tables.client());
        return new Rehearsal(
                tablesOfOurs,
                (event, answer, context) -> work.on(tablesOfOurs),
                environment -> (event, answer, context) -> work.on(environment),
                () -> new ByteArrayInputStream("{}".getBytes(UTF_8)));
    }

    private static String who(Environment environment) {
        String prefix = environment.variables().text("TOKEN_PREFIX", "");
        try {
            return new Authenticator(environment, new DynamoDbTokenStore(environment))
                    .authenticate(
                            "Token " + new TokenFormat(prefix, false).ofNobody().reveal())
                    .username();
        } catch (AuthenticationException e) {
            return e.detail();
        }
    }

    /** What a function does on an environment. */
    private interface Work {
        void on(Environment environment);
    }
}
