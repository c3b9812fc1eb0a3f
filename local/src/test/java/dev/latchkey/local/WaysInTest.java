package dev.latchkey.local;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.latchkey.cli.Latchkey;
import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.Item;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.factor.KeyBox;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.local.function.FunctionLoader;
import dev.latchkey.passwords.HashedPasswords;
import dev.latchkey.session.Session;
import dev.latchkey.template.FunctionDefinition;
import dev.latchkey.template.Route;
import dev.latchkey.template.Stack;
import dev.latchkey.template.Template;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.user.Factor;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * All ways to a session: every route of the template and every command, each with what it may open; and each route's events, run for a user
 * who has no factor, an app, a passkey, or both. A route or a command without a row here fails the build.
 */
class WaysInTest {
    /** What a way may lead to. */
    private enum Way {
        /** To no session, ever. */
        NONE,
        /** To one of a user who did not exist. */
        NEW_USER,
        /** To one for a right password, where no app is in force. */
        PASSWORD,
        /** To one for a code of the app, after the password. */
        CODE,
        /** To one for a passkey's answer. */
        PASSKEY,
        /** To one that was open elsewhere: with the export's own proof, or where no app is in force. */
        BROUGHT
    }

    private static final Map<String, Way> ROUTES = Map.ofEntries(
            entry("/api/auth/register", Way.NEW_USER),
            entry("/api/auth/login", Way.PASSWORD),
            entry("/api/auth/login/code", Way.CODE),
            entry("/api/auth/login/passkey", Way.PASSKEY),
            entry("/api/auth/passkeys/login", Way.PASSKEY),
            entry("/api/auth/passkeys/login/options", Way.NONE),
            entry("/api/auth/passkeys", Way.NONE),
            entry("/api/auth/passkeys/{id}", Way.NONE),
            entry("/api/auth/passkeys/register", Way.NONE),
            entry("/api/auth/passkeys/register/options", Way.NONE),
            entry("/api/auth/passkeys/reauthenticate", Way.NONE),
            entry("/api/auth/passkeys/reauthenticate/options", Way.NONE),
            entry("/api/auth/user", Way.NONE),
            entry("/api/auth/user/export", Way.NONE),
            entry("/api/auth/undo", Way.NONE),
            entry("/api/auth/tokens", Way.NONE),
            entry("/api/auth/tokens/{token_key}", Way.NONE),
            entry("/api/auth/keys", Way.NONE),
            entry("/api/auth/keys/{token_key}", Way.NONE),
            entry("/api/auth/introspect", Way.NONE),
            entry("/api/auth/logout", Way.NONE),
            entry("/api/auth/logoutall", Way.NONE),
            entry("/api/auth/password", Way.NONE),
            entry("/api/auth/password/reset", Way.NONE),
            entry("/api/auth/password/reset/confirm", Way.NONE),
            entry("/api/auth/registration/verify-email", Way.NONE),
            entry("/api/auth/registration/resend-email", Way.NONE),
            entry("/api/auth/email", Way.NONE),
            entry("/api/auth/email/confirm", Way.NONE),
            entry("/api/auth/mfa/config", Way.NONE),
            entry("/api/auth/mfa/user-active-methods", Way.NONE),
            entry("/api/auth/{method}/activate", Way.NONE),
            entry("/api/auth/{method}/activate/confirm", Way.NONE),
            entry("/api/auth/{method}/deactivate", Way.NONE),
            entry("/api/auth/{method}/codes/regenerate", Way.NONE),
            entry("/api/auth/reauthenticate", Way.NONE),
            entry("/account", Way.NONE),
            entry("/account/{file}", Way.NONE));

    private static final Map<String, Way> COMMANDS = Map.ofEntries(
            entry("import django", Way.BROUGHT),
            entry("import latchkey", Way.BROUGHT),
            entry("export", Way.NONE),
            entry("breach build", Way.NONE),
            entry("serve", Way.NONE),
            entry("status", Way.NONE),
            entry("open", Way.NONE),
            entry("smoke-test", Way.PASSWORD),
            entry("tokens list", Way.NONE),
            entry("tokens revoke", Way.NONE),
            entry("tokens revoke-all", Way.NONE),
            entry("keys create", Way.NONE),
            entry("keys list", Way.NONE),
            entry("keys revoke", Way.NONE),
            entry("keys revoke-all", Way.NONE),
            entry("scopes", Way.NONE),
            entry("completion", Way.NONE),
            entry("users create", Way.NONE),
            entry("users list", Way.NONE),
            entry("users hashes", Way.NONE),
            entry("users show", Way.NONE),
            entry("users activate", Way.NONE),
            entry("users deactivate", Way.NONE),
            entry("users delete", Way.NONE),
            entry("users unlock", Way.NONE),
            entry("users roles", Way.NONE),
            entry("users reset-mfa", Way.NONE),
            entry("users send-reset", Way.NONE),
            entry("users verify-email", Way.NONE),
            entry("users mark-verified", Way.NONE),
            entry("users index-addresses", Way.NONE),
            entry("users set-password", Way.NONE));

    private static final Path EVENTS = TestTables.template().resolveSibling("events");
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Stack STACK = Template.read(TestTables.template()).stack(TestTables.EVERYTHING, name -> name);
    private static final long ALICE = 1234567890123L;

    /** Of the session that the events are sent in. */
    private static final TokenDigest DIGEST =
            TokenDigest.stored(Arrays.copyOf(HexFormat.of().parseHex("2008737df943e7e2"), 32));

    @Test
    void everyRouteHasARow() {
        assertThat(STACK.restApi().routes().stream().map(Route::path).collect(Collectors.toSet()))
                .isEqualTo(ROUTES.keySet());
    }

    @Test
    void everyCommandHasARow() {
        Set<String> commands = new TreeSet<>();
        collect("", Latchkey.commandLine(CommandContext.ofProcess(), ServeCommand.MODULE), commands);
        assertThat(commands).containsExactlyInAnyOrderElementsOf(COMMANDS.keySet());
    }

    private static void collect(String above, CommandLine command, Set<String> commands) {
        command.getSubcommands().forEach((name, below) -> {
            if (below.getSubcommands().isEmpty()) {
                commands.add(above + name);
            } else {
                collect(above + name + " ", below, commands);
            }
        });
    }

    static Stream<Arguments> routesAndFactors() {
        return ROUTES.keySet().stream()
                .filter(route -> route.startsWith("/api/"))
                .sorted()
                .flatMap(route -> Stream.of(
                                Set.<Factor>of(),
                                Set.of(Factor.APP),
                                Set.of(Factor.PASSKEY),
                                Set.of(Factor.APP, Factor.PASSKEY))
                        .map(factors -> Arguments.of(route, factors)));
    }

    /** No event of a route opens a session that its row does not allow, whatever the user has. */
    @ParameterizedTest
    @MethodSource("routesAndFactors")
    void aRouteOpensWhatItsRowSays(String route, Set<Factor> factors) throws Exception {
        Map<String, Set<String>> opened = new TreeMap<>();
        for (Path event : eventsOf(route)) {
            Set<String> sessions = openedBy(event, factors);
            if (!sessions.isEmpty()) {
                opened.put(event.getFileName().toString(), sessions);
            }
        }
        Way way = ROUTES.get(route);
        if (way == Way.NEW_USER) {
            assertThat(opened)
                    .isNotEmpty()
                    .allSatisfy((event, of) -> assertThat(of).doesNotContain("user#" + ALICE));
        } else if (way == Way.PASSWORD && !factors.contains(Factor.APP)) {
            assertThat(opened)
                    .isNotEmpty()
                    .allSatisfy((event, of) -> assertThat(of).containsExactly("user#" + ALICE));
        } else {
            // Codes and passkeys have no events that succeed: both are of the moment. What they open is CodeRaceTest's
            // and PasskeyTest's.
            assertThat(opened).isEmpty();
        }
    }

    private static List<Path> eventsOf(String route) throws IOException {
        List<Path> events = new ArrayList<>();
        try (Stream<Path> files = Files.list(EVENTS)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                JsonNode event = MAPPER.readTree(file.toFile());
                String path =
                        event.path("resource").asText(event.path("routeKey").asText());
                if (path.equals(route) && !file.getFileName().toString().startsWith("authorizer-")) {
                    events.add(file);
                }
            }
        }
        return events;
    }

    /** Runs an event on tables where alice is, and returns in whose name there are sessions that there were not. */
    private static Set<String> openedBy(Path event, Set<Factor> factors) throws Exception {
        TestTables tables = TestTables.ofEverything();
        String file = event.getFileName().toString();
        FunctionDefinition function = STACK.functions().stream()
                .filter(one -> file.startsWith(prefix(one) + "-"))
                .findFirst()
                .orElseThrow();
        Map<String, String> variables = new HashMap<>(function.environment());
        variables.putAll(tables.variables());
        variables.put("ARGON2_MEMORY_KIB", "64");
        Environment environment = new Environment(tables.variables()).with(DynamoDbClient.class, tables.client());
        alice(environment, factors);
        Set<String> before = sessions(tables);
        new FunctionLoader(
                        tables.client(),
                        new KeyBox(new byte[KeyBox.KEY_BYTES], Randomness.SECURE),
                        Clock.systemUTC(),
                        line -> {})
                .load(function.withEnvironment(variables))
                .call(Files.readAllBytes(event), "an-id");
        Set<String> after = sessions(tables);
        after.removeAll(before);
        return after.stream()
                .map(key -> key.substring(0, key.indexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String prefix(FunctionDefinition function) {
        String name = function.logicalId();
        return name.substring(0, name.length() - "Function".length()).toLowerCase(Locale.ROOT);
    }

    private static Set<String> sessions(TestTables tables) {
        return tables
                .client()
                .scan(request -> request.tableName(tables.variables().get("TOKENS_TABLE")))
                .items()
                .stream()
                .map(Item::new)
                .filter(item -> item.text(UserItems.PK).startsWith(UserItems.USER))
                .map(item -> item.text(UserItems.PK) + "/" + item.text("sk"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void alice(Environment environment, Set<Factor> factors) {
        Instant now = environment.now();
        Environment cheap = new Environment(Map.of("ARGON2_MEMORY_KIB", "64", "ARGON2_ITERATIONS", "1"));
        PasswordHash hash = HashedPasswords.from(cheap).hash(Password.of("Correct-Horse-9!"));
        User alice = User.registered(ALICE, "alice", "alice@example.com", hash, now);
        Security security = alice.security();
        for (Factor factor : factors) {
            security = security.with(factor);
        }
        User user = alice.with(security);
        new DynamoDbUserStore(environment).create(user, "alice", null);
        Session session = new Session(ALICE, DIGEST, user.generation(), now, null, null, Session.Client.UNKNOWN);
        new DynamoDbSessionStore(environment).open(user, session, null, null);
    }
}
