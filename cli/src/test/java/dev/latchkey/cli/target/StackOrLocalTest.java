package dev.latchkey.cli.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.latchkey.cli.CommandRunner;
import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How commands find their tables. */
class StackOrLocalTest {
    private static final String DESCRIBED =
            "<DescribeStacksResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\">"
                    + "<DescribeStacksResult><Stacks><member><StackName>auth</StackName><Outputs>%s</Outputs></member></Stacks>"
                    + "</DescribeStacksResult></DescribeStacksResponse>";
    private static final String OUTPUT =
            "<member><OutputKey>%s</OutputKey><OutputValue>%s</OutputValue><Description>A table</Description></member>";
    private static final String NO_SUCH_STACK =
            "<ErrorResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\">"
                    + "<Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id auth does not exist</Message>"
                    + "</Error></ErrorResponse>";

    private static final String OPENED = "{\"KeyId\": \"k\", \"Plaintext\": \"c2VjcmV0\"}";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private final AtomicInteger failures = new AtomicInteger();

    @TempDir
    private Path folder;

    private HttpServer cloudFormation;
    private int status = 200;
    private String answer = "";

    @BeforeEach
    void startCloudFormation() throws IOException {
        cloudFormation = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloudFormation.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            boolean ofKms = exchange.getRequestHeaders().containsKey("X-Amz-Target");
            byte[] body = (ofKms ? OPENED : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(failures.getAndDecrement() > 0 ? 503 : status, body.length);
            try (OutputStream stream = exchange.getResponseBody()) {
                stream.write(body);
            }
        });
        cloudFormation.start();
        variables.put(
                "AWS_ENDPOINT_URL_CLOUDFORMATION",
                "http://127.0.0.1:" + cloudFormation.getAddress().getPort());
    }

    @AfterEach
    void stopCloudFormation() {
        cloudFormation.stop(0);
    }

    /** What keys look like is the stack's business, and not to be typed again. */
    @Test
    void takesTheSettingsOfKeysFromTheStack() {
        TestTables tables = TestTables.create();
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", tables.emulator().endpoint().toString());
        String parameter = "<member><ParameterKey>%s</ParameterKey><ParameterValue>%s</ParameterValue></member>";
        answer = DESCRIBED
                .formatted(OUTPUT.formatted("UsersTableName", tables.variables().get("USERS_TABLE"))
                        + OUTPUT.formatted("TokensTableName", tables.variables().get("TOKENS_TABLE")))
                .replace(
                        "</Outputs>",
                        "</Outputs><Parameters>" + parameter.formatted("KeyScopes", "orders.read")
                                + parameter.formatted("KeyPrefix", "acme_") + parameter.formatted("TokenPrefix", "")
                                + parameter.formatted("StageName", "prod") + "</Parameters>");
        CommandRunner latchkey = CommandRunner.with(variables);
        latchkey.run("users", "create", "ada", "--no-password", "--stack", "auth");

        CommandRunner.Result made =
                latchkey.run("keys", "create", "ada", "--scopes", "orders.read", "--name", "n", "--stack", "auth");

        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(made.out()).startsWith("acme_");
    }

    @Test
    void findsTheTablesOfStack() {
        TestTables tables = TestTables.create();
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", tables.emulator().endpoint().toString());
        answer = DESCRIBED.formatted(OUTPUT.formatted("ApiUrl", "https://example.com")
                + OUTPUT.formatted("UsersTableName", tables.variables().get("USERS_TABLE"))
                + OUTPUT.formatted("TokensTableName", tables.variables().get("TOKENS_TABLE")));

        CommandRunner.Result result =
                CommandRunner.with(variables).run("users", "create", "alice", "--no-password", "--stack", "auth");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(asked.get(0)).startsWith("AWS4-HMAC-SHA256 ").contains("/us-east-1/cloudformation/aws4_request");
        assertThat(asked.get(1)).isEqualTo("Action=DescribeStacks&Version=2010-05-15&StackName=auth");
        assertThat(tables.client()
                        .scan(scan -> scan.tableName(tables.variables().get("USERS_TABLE")))
                        .items())
                .hasSize(2);
    }

    @Test
    void asksKmsByTheKeyOfTheStack() {
        TestTables tables = TestTables.create();
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", tables.emulator().endpoint().toString());
        variables.put("AWS_ENDPOINT_URL_KMS", variables.getOrDefault("AWS_ENDPOINT_URL_CLOUDFORMATION", ""));
        tables.client()
                .putItem(put -> put.tableName(tables.variables().get("USERS_TABLE"))
                        .item(Map.of(
                                "pk", AttributeValue.fromS("totp#8"),
                                "id", AttributeValue.fromN("8"),
                                "incarnation", AttributeValue.fromN("77"),
                                "sealed", AttributeValue.fromB(SdkBytes.fromUtf8String("by KMS")))));
        answer = DESCRIBED.formatted(
                OUTPUT.formatted("UsersTableName", tables.variables().get("USERS_TABLE"))
                        + OUTPUT.formatted("TokensTableName", tables.variables().get("TOKENS_TABLE"))
                        + OUTPUT.formatted("FactorKeyArn", "arn:aws:kms:us-east-1:111122223333:key/of-the-stack"));

        CommandRunner.Result result = CommandRunner.with(variables)
                .piped("seven ravens at the ferry", "export", "-", "--passphrase-stdin", "--stack", "auth");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("totp#8").doesNotContain("c2VjcmV0");
        assertThat(asked.get(2)).contains("/kms/aws4_request");
        assertThat(asked.get(3)).contains("key/of-the-stack", "\"user\":\"8\"", "\"incarnation\":\"77\"");
    }

    @Test
    void saysWhatIsWrongWithStack() {
        answer = DESCRIBED.formatted(OUTPUT.formatted("UsersTableName", "users"));
        assertThat(CommandRunner.with(variables).run("users", "list", "--stack", "auth"))
                .matches(result -> result.exitCode() == 2)
                .extracting(CommandRunner.Result::err)
                .asString()
                .contains("has no output TokensTableName");

        status = 400;
        answer = NO_SUCH_STACK;
        assertThat(CommandRunner.with(variables)
                        .run("users", "list", "--stack", "auth")
                        .err())
                .contains("CloudFormation answers 400, Stack with id auth does not exist");

        status = 200;
        answer = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>";
        assertThat(CommandRunner.with(variables)
                        .run("users", "list", "--stack", "auth")
                        .err())
                .contains("The stack auth cannot be looked up")
                .doesNotContain("root:");
    }

    @Test
    void asksAgainWhenCloudFormationFailsForAMoment() {
        answer = DESCRIBED.formatted(OUTPUT.formatted("UsersTableName", "users"));
        failures.set(2);

        assertThat(CommandRunner.with(variables)
                        .run("users", "list", "--stack", "auth")
                        .err())
                .contains("has no output TokensTableName");
        assertThat(asked).hasSize(6);
    }

    /** Each kind needs a library of its own, without which the SDK says what is missing on its class path. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sso_session = work, sso_account_id = 111122223333, sso_role_name = Operator | aws sso login",
                "role_arn = arn:aws:iam::111122223333:role/Operator, source_profile = nobody | nobody"
            })
    void takesProfilesThatLogInElsewhere(String profile, String message) throws IOException {
        String config = "[profile work]\n" + profile.replace(", ", "\n")
                + "\n[sso-session work]\nsso_region = eu-central-1\nsso_start_url = https://sso.invalid/start\n";
        System.setProperty(
                "aws.configFile",
                Files.writeString(folder.resolve("config"), config).toString());
        System.setProperty(
                "aws.sharedCredentialsFile",
                Files.createFile(folder.resolve("credentials")).toString());
        try {
            CommandRunner.Result result = CommandRunner.with(Map.of())
                    .run("users", "list", "--stack", "auth", "--profile", "work", "--region", "eu-central-1");

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err())
                    .contains(message)
                    .doesNotContain("class path", "classpath")
                    .hasLineCount(1);
        } finally {
            System.clearProperty("aws.configFile");
            System.clearProperty("aws.sharedCredentialsFile");
        }
    }

    @Test
    void saysThatTheLocalServerDoesNotRun() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            variables.put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:" + free.getLocalPort());
        }
        CommandRunner.Result result = CommandRunner.with(variables).run("users", "show", "alice");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("./latchkey serve").hasLineCount(1);
    }

    @Test
    void saysThatTablesAreNotThere() {
        variables.put(
                "AWS_ENDPOINT_URL_DYNAMODB",
                TestTables.create().emulator().endpoint().toString());
        variables.put("USERS_TABLE", "nowhere");
        variables.put("TOKENS_TABLE", "nowhere-else");
        CommandRunner.Result result = CommandRunner.with(variables).run("users", "show", "alice");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("The tables are not there").hasLineCount(1);
    }

    @Test
    void refusesHalfConfigurations() {
        variables.put("USERS_TABLE", "users");
        assertThat(CommandRunner.with(variables).run("users", "list"))
                .isEqualTo(
                        new CommandRunner.Result(
                                2,
                                "",
                                "latchkey: USERS_TABLE and TOKENS_TABLE are set together or not at all; TOKENS_TABLE is not set.\n"));
        variables.clear();
        assertThat(CommandRunner.with(variables)
                        .run("users", "list", "--region", "eu-west-1")
                        .err())
                .contains("go with --stack");
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", "nonsense");
        assertThat(CommandRunner.with(variables).run("users", "list").err())
                .contains("AWS_ENDPOINT_URL_DYNAMODB must be an address");
    }

    @Test
    void helpTeachesByExample() {
        for (String command : List.of("create", "show", "list", "activate", "deactivate", "set-password", "delete")) {
            assertThat(CommandRunner.with(variables)
                            .run("users", command, "--help")
                            .out())
                    .contains("Example", "./latchkey users " + command, "--stack");
        }
        for (String command : List.of("list", "revoke", "revoke-all")) {
            assertThat(CommandRunner.with(variables)
                            .run("tokens", command, "--help")
                            .out())
                    .contains("Example", "./latchkey tokens " + command, "--stack");
        }
        assertThat(CommandRunner.with(variables).run("users", "--help").out())
                .contains("Exit codes: 0 done, 1 not found or refused, 2 called wrongly");
    }
}
