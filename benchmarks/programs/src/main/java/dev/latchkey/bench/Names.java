package dev.latchkey.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.bench.data.SampleFunction;
import dev.latchkey.bench.data.SampleTables;
import dev.latchkey.bench.prime.QuietContext;
import dev.latchkey.bench.report.KolmogorovSmirnov;
import dev.latchkey.bench.report.Samples;
import dev.latchkey.bench.report.Table;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.operator.HashCount;
import dev.latchkey.passwords.HashedPasswords;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether a clock tells which names exist, where users came with hashes of several kinds. */
@Command(
        name = "names",
        description =
                "Whether a login's time tells that a name exists: known and unknown names in turn, with and without a census.")
final class Names implements Callable<Integer> {
    /** Hundredths of the users, and their hashes. None has a password, and all are of the same cost for every password. */
    private static final List<Map.Entry<Integer, String>> KINDS = List.of(
            Map.entry(40, "pbkdf2_sha256$150000$0000000000000000$" + "A".repeat(43) + "="),
            Map.entry(30, "md5$0000000000000000$" + "0".repeat(32)),
            Map.entry(20, "$argon2id$v=19$m=19456,t=1,p=1$MDAwMDAwMDAwMDAwMDAwMA$" + "A".repeat(43)),
            Map.entry(10, ""));

    @Option(names = "--pairs", defaultValue = "2000", description = "Names of each (default ${DEFAULT-VALUE}).")
    private int pairs;

    private final ObjectMapper json = new ObjectMapper();

    @Override
    public Integer call() throws Exception {
        Path root = Path.of("");
        Table table = new Table("", "known ms", "quartiles", "unknown ms", "quartiles", "D", "p");
        try (SampleTables tables = SampleTables.start(root)) {
            Map<String, String> variables = new HashMap<>(tables.variables());
            // No attempt is turned away: it is hashes that are timed.
            for (String limit :
                    List.of("LOGIN_FAILURES_PER_ACCOUNT", "LOGIN_FAILURES_PER_SOURCE", "LOGIN_FAILURES_PER_USER")) {
                variables.put(limit, "none");
            }
            Environment environment = DynamoDb.environment(variables, tables.client());
            createUsers(environment);
            RequestStreamHandler handler = SampleFunction.named(root, "login").handler(environment);
            ObjectNode event =
                    (ObjectNode) json.readTree(Files.readString(root.resolve("events/login-wrong-password.json")));
            for (int warm = 0; warm < 200; warm++) {
                millis(handler, event, "warm" + warm);
            }
            table.row(row("without a census", handler, event));
            count(environment);
            table.row(row("with a census", handler, event));
        }
        System.out.println(table);
        return 0;
    }

    private void createUsers(Environment environment) {
        PasswordHasher hasher = PasswordHasher.from(environment);
        DynamoDbUserStore users = new DynamoDbUserStore(environment);
        for (int i = 0; i < pairs; i++) {
            String hash = hash(i % 100);
            String stored = hash.isEmpty() ? hasher.currentWay() : hasher.isWeak(hash) ? hasher.wrap(hash) : hash;
            // Ids of the kind that an import brings.
            User user = User.imported(i + 1, "known" + i, "", new PasswordHash(stored), true, Instant.EPOCH, null);
            users.create(user, "known" + i, null);
        }
    }

    private static String hash(int hundredth) {
        int below = 0;
        for (Map.Entry<Integer, String> kind : KINDS) {
            below += kind.getKey();
            if (hundredth < below) {
                return kind.getValue();
            }
        }
        throw new IllegalStateException("they are not a hundred");
    }

    private static void count(Environment environment) {
        PasswordHasher hasher = PasswordHasher.from(environment);
        HashedPasswords passwords = new HashedPasswords(hasher);
        new HashCount(environment)
                .count(hash -> Optional.ofNullable(passwords.way(hash)), new PasswordHash(hasher.currentWay()));
    }

    private String[] row(String name, RequestStreamHandler handler, ObjectNode event) throws IOException {
        List<Double> known = new ArrayList<>();
        List<Double> unknown = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            known.add(millis(handler, event, "known" + i));
            unknown.add(millis(handler, event, "unknown" + i));
        }
        KolmogorovSmirnov test = KolmogorovSmirnov.of(known, unknown);
        return new String[] {
            name,
            text(Samples.of(known).median()),
            quartiles(Samples.of(known)),
            text(Samples.of(unknown).median()),
            quartiles(Samples.of(unknown)),
            String.format(Locale.ROOT, "%.3f", test.distance()),
            String.format(Locale.ROOT, "%.2g", test.p())
        };
    }

    private double millis(RequestStreamHandler handler, ObjectNode event, String username) throws IOException {
        event.put("body", json.writeValueAsString(Map.of("username", username, "password", "Wrong-Horse-9!")));
        ByteArrayInputStream input = new ByteArrayInputStream(json.writeValueAsBytes(event));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        long start = System.nanoTime();
        handler.handleRequest(input, output, new QuietContext());
        double millis = (System.nanoTime() - start) / 1e6;
        if (!output.toString(UTF_8).contains("\"statusCode\":400")) {
            throw new IllegalStateException(output.toString(UTF_8));
        }
        return millis;
    }

    private static String quartiles(Samples times) {
        return text(times.quantile(0.25)) + " to " + text(times.quantile(0.75));
    }

    private static String text(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }
}
