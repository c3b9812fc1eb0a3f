package dev.latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive as it is built: on a Java alone, without a clone and without a server of ours in it. */
@DisabledOnOs(OS.WINDOWS)
class ArchiveIT {
    private static final Path ROOT =
            TestTables.template().toAbsolutePath().resolveSibling("cli/target/archive/latchkey-cli");

    private final TestTables tables = TestTables.create();

    @TempDir
    private Path folder;

    /** What a command left behind. */
    private record Run(int exitCode, String out, String err) {}

    @Test
    void hasNoServerInIt() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("lib"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name ->
                            name.matches("(?i)(latchkey-(local|emulator|sam-template|fixtures)|jetty|dynamodblocal"
                                    + "|.*sqlite|kotlin|netty|junit|assertj).*"))
                    .hasSizeGreaterThan(20);
        }
        assertThat(ROOT.resolve("LICENSE")).exists();
    }

    /** A licence that docs/licences.md does not list has to be read first. */
    @Test
    void everyLibraryHasAListedLicence() throws IOException {
        JsonNode bill = new ObjectMapper()
                .readTree(ROOT.resolveSibling("../latchkey-cli.cdx.json").toFile());
        String page = Files.readString(TestTables.template().resolveSibling("docs/licences.md"));
        Set<String> jars = new TreeSet<>();
        for (JsonNode component : bill.path("components")) {
            String library = component.path("name").asText();
            jars.add(library + "-" + component.path("version").asText() + ".jar");
            if (!component.path("group").asText().equals("dev.latchkey")) {
                // Of several one may be chosen.
                assertThat(licences(component)).as(library).anyMatch(licence -> page.contains("| " + licence));
            }
        }
        try (ZipFile archive =
                new ZipFile(ROOT.resolveSibling("../latchkey-cli.zip").toFile())) {
            assertThat(archive.stream()
                            .map(entry -> Path.of(entry.getName()).getFileName().toString())
                            .filter(name -> name.endsWith(".jar") && !name.startsWith("latchkey-cli-")))
                    .containsExactlyInAnyOrderElementsOf(jars);
        }
    }

    private static List<String> licences(JsonNode component) {
        List<String> licences = new ArrayList<>();
        for (JsonNode one : component.path("licenses")) {
            JsonNode named = one.path("license");
            licences.add(named.path("id").asText(named.path("name").asText()));
        }
        return licences;
    }

    @Test
    void runsFromAnywhere() throws Exception {
        assertThat(latchkey("--version").out()).startsWith("latchkey 0.");
        assertThat(latchkey("users", "create", "Zoe", "--no-password").exitCode())
                .isZero();
        for (int i = 0; i < 2; i++) { // The second one starts with the classes that the first one has left.
            Run list = latchkey("users", "list", "--json");
            assertThat(list.exitCode()).as(list.err()).isZero();
            assertThat(list.out()).contains("\"username\":\"Zoe\"").endsWith("\"next\" : null }\n");
            assertThat(list.err()).isEmpty();
        }
        assertThat(folder.resolve("cache/latchkey")).isDirectoryContaining("glob:**.jsa");
        assertThat(folder.resolve(".latchkey/audit.jsonl")).content().contains("\"event\":\"created\"");
    }

    @Test
    void saysWhatIsToBeTyped() throws Exception {
        assertThat(latchkey("users", "show", "--help").out()).contains("  latchkey users show alice\n");
        assertThat(latchkey("serve", "--port", "3000"))
                .isEqualTo(new Run(
                        2,
                        "",
                        "latchkey: The server is not in this archive. Run \"./latchkey serve\" in a clone of Latchkey's"
                                + " repository.\n"));
        assertThat(latchkey("users", "show", "nobody").exitCode()).isEqualTo(1);
    }

    private Run latchkey(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(ROOT.resolve("bin/latchkey").toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Map<String, String> variables = new HashMap<>(tables.variables());
        variables.put("AWS_ENDPOINT_URL_DYNAMODB", tables.emulator().endpoint().toString());
        variables.put("HOME", folder.toString());
        variables.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
