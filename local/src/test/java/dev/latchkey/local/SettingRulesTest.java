package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Randomness;
import dev.latchkey.factor.KeyBox;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.local.function.FunctionLoader;
import dev.latchkey.template.FunctionDefinition;
import dev.latchkey.template.Parameter;
import dev.latchkey.template.Template;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * CloudFormation and the functions take the same values of each setting: what the one lets pass and the other refuses would be found
 * out in the middle of a deployment.
 */
class SettingRulesTest {
    private static final Template TEMPLATE = Template.read(TestTables.template());
    private static final List<FunctionDefinition> FUNCTIONS =
            TEMPLATE.stack(TestTables.EVERYTHING, id -> id).functions();

    /**
     * What is not compared. The first is read by what makes the client, which is not made here. The others are lists of networks and
     * a secret, whose exact rules a pattern cannot hold, a header that is refused without them (see {@code ClientAddressTest}), a folder
     * that has to be there, and mail, without which there is no function that reads the setting.
     */
    private static final Set<String> NOT_COMPARED = Set.of(
            "DYNAMO_DB_ENDPOINT",
            "TRUSTED_PROXIES",
            "PROXY_SECRET_HEADER",
            "CLIENT_ADDRESS_HEADER",
            "MAIL",
            "MAIL_TEMPLATES");

    /** Values that some setting takes or nearly takes, each of which is tried on all of them. */
    private static final List<String> VALUES = List.of(
            // Numbers and their neighbours.
            "0",
            "1",
            "2",
            "7",
            "8",
            "9",
            "10",
            "63",
            "64",
            "65",
            "100",
            "600",
            "999",
            "1000",
            "1001",
            "10000",
            "10001",
            "19456",
            "199999",
            "249999",
            "259999",
            "261999",
            "262000",
            "262139",
            "262144",
            "262145",
            "262150",
            "300000",
            "999999",
            "1000000",
            "1000001",
            "2147483648",
            "9999999999",
            "99999999999",
            "-1",
            "+5",
            "007",
            " 5",
            "5 ",
            "2.5",
            "1e3",
            "0x10",
            "٣",
            "many",
            // Durations.
            "PT10H",
            "pt10h",
            "P30D",
            "P36501D",
            "P99999D",
            "P100000D",
            "PT1M",
            "P1DT12H",
            "PT1H30M15S",
            "PT0S",
            "P0D",
            "PT0H0M0S",
            "PT0.5S",
            "PT1.5S",
            "PT-1H",
            "-PT1H",
            "P-1D",
            "P1W",
            "P1M",
            "P1Y",
            "P",
            "PT",
            "P1DT",
            "PT999999H",
            "PT1000000H",
            "PT99999999M",
            "PT9999999999S",
            "P00001DT000001H00000001M0000000001S",
            "P99999DT999999H99999999M9999999999S",
            "10h",
            "1 minute",
            // Words.
            "none",
            "None",
            "NONE",
            "open",
            "closed",
            "Open",
            "no",
            "reject",
            "evict_oldest",
            "evict",
            "REJECT",
            "true",
            "false",
            "True",
            "TRUE",
            "yes",
            "on",
            // Names.
            "Token",
            "Bearer",
            "T",
            "a-b",
            "a_b",
            "a'b",
            "1a",
            "-a",
            "My Token",
            "abcdefghij",
            "abcdefghijk",
            "a.b~c+d/e-",
            "sixteen-letters1",
            "seventeen-letters",
            "Latchkey/auth:prod#1",
            "My App",
            "x".repeat(32),
            "x".repeat(33),
            "x".repeat(255),
            "x".repeat(256),
            // Origins.
            "*",
            "**",
            "https://www.example.com",
            "http://localhost:3000",
            "https://a:123456",
            "https://[::1]:3000",
            "https://a/b",
            "https://",
            "ftp://a",
            "www.example.com",
            "https://" + "a".repeat(253) + ":65535",
            "https://" + "a".repeat(254),
            "https://a'b",
            // Times.
            "2026-11-27T21:00:00Z",
            "2026-11-27T21:00:00.123456Z",
            "2026-11-27T21:00:00.1234567Z",
            "2026-11-27T21:00:00+01:00",
            "2026-11-27T21:00:00",
            "2026-11-27",
            "2026-13-01T00:00:00Z",
            "2026-00-10T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2024-02-29T00:00:00Z",
            "2026-01-31T23:59:59Z",
            "2026-01-32T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T23:60:00Z",
            "2026-01-01T23:59:60Z",
            "1999-12-31T00:00:00Z",
            "2100-01-01T00:00:00Z",
            "yesterday",
            // Breached passwords.
            "hibp",
            "/opt/breach/passwords.filter",
            "/opt/breach/" + "x".repeat(99),
            "breach/passwords.filter",
            "https://api.pwnedpasswords.com",
            "https://hibp.example.com:8443/pwned/",
            "http://127.0.0.1:8080",
            "http://api.pwnedpasswords.com",
            // Mail.
            "off",
            "outbox",
            "smtp",
            "ses",
            "starttls",
            "tls",
            "ssl",
            "465",
            "587",
            "65535",
            "65536",
            "accounts@example.com",
            "Acme <accounts@example.com>",
            "Acme<accounts@example.com>",
            " <accounts@example.com>",
            "<accounts@example.com>",
            "Acme <accounts>",
            "Acme <a@b> <c@d>",
            "Acme\u202E <accounts@example.com>",
            "x".repeat(64) + "<accounts@example.com>",
            "x".repeat(65) + "<accounts@example.com>",
            "https://www.example.com/account",
            "http://www.example.com/account",
            "http://localhost:3000/account",
            "https://www.example.com/account#reset",
            "https://ada:secret@www.example.com/",
            "smtp.example.com",
            "smtp example com",
            "arn:aws:secretsmanager:eu-central-1:123456789012:secret:smtp-AbCdEf",
            "arn:aws:ssm:eu-central-1:123456789012:parameter/smtp",
            "file:/run/secrets/smtp.json",
            "file:smtp.json",
            "a".repeat(64),
            "a".repeat(65),
            "a".repeat(256),
            "a".repeat(257),
            "a\nb");

    /** Never called: functions are built and not invoked. */
    private static final DynamoDbClient NO_CLIENT = new DynamoDbClient() {
        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    private static final FunctionLoader LOADER = new FunctionLoader(
            NO_CLIENT, new KeyBox(new byte[KeyBox.KEY_BYTES], Randomness.SECURE), Clock.systemUTC(), line -> {});

    static Stream<String> settings() {
        return new TreeSet<>(TEMPLATE.parametersByVariable().keySet())
                .stream().filter(variable -> !NOT_COMPARED.contains(variable));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theTemplateTakesWhatTheFunctionsTake(String variable) {
        String parameter = TEMPLATE.parametersByVariable().getOrDefault(variable, "");
        List<String> values = new ArrayList<>(VALUES);
        values.add(standard(parameter));
        Set<String> takenByTheTemplate = new TreeSet<>();
        Set<String> takenByTheFunctions = new TreeSet<>();
        for (String value : values) {
            if (!value.isEmpty()
                    && TEMPLATE.violations(Map.of(parameter, value)).isEmpty()) {
                takenByTheTemplate.add(value);
            }
            if (!value.isEmpty() && isTakenByAll(variable, value)) {
                takenByTheFunctions.add(value);
            }
        }
        assertThat(takenByTheFunctions).isEqualTo(takenByTheTemplate).isNotEmpty();
        assertThat(values).hasSizeGreaterThan(takenByTheFunctions.size());
    }

    private static String standard(String parameter) {
        return TEMPLATE.parameters().values().stream()
                .filter(one -> TEMPLATE.parameters().get(parameter) == one)
                .findFirst()
                .flatMap(Parameter::defaultValue)
                .orElse("");
    }

    private static boolean isTakenByAll(String variable, String value) {
        Set<Boolean> answers = new TreeSet<>();
        for (FunctionDefinition function : FUNCTIONS) {
            if (function.environment().containsKey(variable)) {
                Map<String, String> environment = new HashMap<>(function.environment());
                environment.put(variable, value);
                answers.add(isTaken(variable, function.withEnvironment(environment)));
            }
        }
        assertThat(answers)
                .as("%s=%s is taken by some functions and not by others", variable, value)
                .hasSize(1);
        return answers.iterator().next();
    }

    /** A value that is refused only beside another setting's, such as many passes over much memory, is in its own range. */
    private static boolean isTaken(String variable, FunctionDefinition function) {
        try {
            LOADER.load(function);
            return true;
        } catch (InvalidSettingException e) {
            return !e.setting().equals(variable);
        }
    }
}
