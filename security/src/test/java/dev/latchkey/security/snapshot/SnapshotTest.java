package dev.latchkey.security.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fixtures.TestTables;
import dev.latchkey.function.password.RegisterHandler;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.template.FunctionDefinition;
import dev.latchkey.template.Template;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lambda restores many processes from one snapshot: none of them may hand out what another hands out.
 *
 * <p>So nothing that tokens, ids and salts are made with may live in the snapshot. All live objects are looked through, those
 * of libraries and of the JDK too.
 */
class SnapshotTest {
    /**
     * What may live in a snapshot.
     *
     * <p>NativePRNG reads /dev/urandom, which the machine that restores has seeded itself. It mixes that with a generator of its own
     * (the second SecureRandom), which takes nothing from it, and uses what it has read ahead for 100 ms at most. The other two
     * are the AWS SDK's and decide how long to wait and by which id a request is traced.
     */
    private static final Set<String> HARMLESS = Set.of(
            "java.security.SecureRandom",
            "sun.security.provider.NativePRNG",
            "sun.security.provider.SecureRandom",
            "java.util.Random",
            "java.util.concurrent.ThreadLocalRandom");

    /** A JVM that does nothing has more. */
    private static final int FEWEST_CLASSES = 300;

    private static final String ROUNDS = "3";

    private final TestTables tables = TestTables.create();

    static Stream<String> handlers() {
        return Template.read(TestTables.template()).stack(Map.of(), logicalId -> logicalId).functions().stream()
                .map(FunctionDefinition::handlerClass);
    }

    @ParameterizedTest
    @MethodSource("handlers")
    void holdsNothingThatIsRandomByItself(String handler) throws Exception {
        List<String> lines = run(handler);
        assertThat(values(lines, "classes"))
                .singleElement()
                .satisfies(number -> assertThat(Integer.parseInt(number)).isGreaterThan(FEWEST_CLASSES));
        assertThat(values(lines, "alive")).isSubsetOf(HARMLESS);
        assertThat(values(lines, "kept")).isEmpty();
        assertThat(values(lines, "open")).isEmpty();
        assertThat(values(lines, "algorithm")).containsExactly("NativePRNG");
        assertThat(values(lines, "primed")).containsExactly(ROUNDS);
    }

    @Test
    void handsOutDifferentTokensAndIdsInProcessesThatBeganAlike() throws Exception {
        List<String> answers = new ArrayList<>();
        for (String names : List.of("one", "two")) {
            answers.addAll(values(run(RegisterHandler.class.getName(), names), "answer"));
        }
        List<Map<String, @Nullable Object>> bodies = new ArrayList<>();
        for (String answer : answers) {
            bodies.add(read(String.valueOf(read(answer).get("body"))));
        }
        assertThat(bodies).hasSizeGreaterThanOrEqualTo(50);
        assertThat(bodies.stream().map(body -> body.get("token")))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(bodies.stream().map(body -> Json.object(body.get("user")).get("id")))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    private List<String> run(String... arguments) throws IOException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        List<String> command =
                new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path"), Instance.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(tables.variables());
        builder.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_INITIALIZATION_TYPE",
                        "snap-start",
                        "AWS_REGION",
                        "us-east-1",
                        "AWS_ACCESS_KEY_ID",
                        "local",
                        "AWS_SECRET_ACCESS_KEY",
                        "local",
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        tables.emulator().endpoint().toString(),
                        "PRIMING_ROUNDS",
                        ROUNDS));
        Process process = builder.start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
        return lines;
    }

    private static List<String> values(List<String> lines, String what) {
        return lines.stream()
                .filter(line -> line.startsWith(what + " "))
                .map(line -> line.substring(what.length() + 1))
                .toList();
    }

    private static Map<String, @Nullable Object> read(String json) throws JsonSyntaxException {
        return Json.object(Json.read(json));
    }
}
