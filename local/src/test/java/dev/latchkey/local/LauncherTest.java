package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code latchkey}, in a tree of its own, with a java and a Maven that only say how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String RAN = "java -Xshare:auto -Dlatchkey.home=%s -jar %s serve";
    private static final String NEEDS = "Latchkey needs a JDK 17 or newer";

    @TempDir
    private Path folder;

    private Path root;
    private Path home;

    /** What the script left behind. */
    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void makeTree() throws IOException {
        root = Files.createDirectories(folder.resolve("a checkout")).toRealPath();
        Files.copy(TestTables.template().toAbsolutePath().resolveSibling("latchkey"), root.resolve("latchkey"));
        for (String path : List.of(
                ".mvn",
                "http-client",
                "sam-template",
                "emulator",
                "domain/src/main/java",
                "json",
                "edge",
                "pages",
                "passwords",
                "factors",
                "dynamodb",
                "mail",
                "kms",
                "operator",
                "functions",
                "cli",
                "local",
                "docs")) {
            Files.createDirectories(root.resolve(path));
        }
        Files.createFile(root.resolve("pom.xml"));
        Files.createFile(root.resolve("docs/openapi.yaml"));
        Files.createFile(root.resolve("domain/src/main/java/A.java"));
        maven("""
                mkdir -p local/target cli/target/archive/latchkey-cli/bin
                : >local/target/latchkey-local.jar
                echo 'echo "cli $* of $LATCHKEY_HOME as $LATCHKEY_COMMAND, $LATCHKEY_CLASSES"' \
                    >cli/target/archive/latchkey-cli/bin/latchkey
                chmod +x cli/target/archive/latchkey-cli/bin/latchkey
                echo "maven $*"
                """);
        home = folder.resolve("a jdk");
        java("openjdk version \"21.0.2\" 2024-01-16");
        script(home.resolve("bin/javac"), "");
    }

    @Test
    void buildsOnceAndThenRuns() throws Exception {
        Run first = serve();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out().trim()).isEqualTo(RAN.formatted(root, root.resolve("local/target/latchkey-local.jar")));
        assertThat(first.err()).startsWith("Building Latchkey; ");
        assertThat(root.resolve("local/target/launcher/build.log"))
                .hasContent("maven --batch-mode -pl local -am -Dmaven.test.skip -DskipShade package");
        Run second = serve();
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).isEmpty();
        assertThat(root.resolve("local/target/launcher/lock")).doesNotExist();
    }

    /** The command line takes every jar in the folder, those of an older version too. */
    @Test
    void leavesNoJarOfAnotherVersion() throws Exception {
        Path old = root.resolve("cli/target/archive/latchkey-cli/lib/latchkey-cli-0.0.1.jar");
        Files.createDirectories(old.getParent());
        Files.createFile(old);
        serve();
        assertThat(old).doesNotExist();
        assertThat(root.resolve("cli/target/archive/latchkey-cli/bin/latchkey")).exists();
    }

    @Test
    void runsWithoutTheServerWhatNeedsNone() throws Exception {
        String cli = " of " + root + " as ./latchkey, " + root.resolve("local/target/launcher/classes");
        assertThat(run(List.of("users", "list", "--json")).out().trim()).isEqualTo("cli users list --json" + cli);
        assertThat(run(List.of("--version")).out().trim()).isEqualTo("cli --version" + cli);
        for (List<String> arguments : List.of(List.<String>of(), List.of("--help"), List.of("completion", "bash"))) {
            assertThat(run(arguments).out()).startsWith("java ").contains("latchkey-local.jar");
        }
    }

    @Test
    void readsTheVersionOfJavaWhereItIsWritten() throws Exception {
        serve();
        java("nonsense");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"A\"\nJAVA_VERSION=\"21.0.2\"\n");
        assertThat(serve().exitCode()).isZero();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"11.0.22\"\n");
        assertThat(serve().err()).contains("is Java 11.0.22. " + NEEDS);
    }

    @Test
    void isFoundThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("lk"), Path.of("a checkout/latchkey"));
        assertThat(run(link, Map.of("JAVA_HOME", home.toString())).out()).contains("-Dlatchkey.home=" + root + " -jar");
    }

    @Test
    void buildsAgainWhenASourceWasChangedAddedOrRemoved() throws Exception {
        serve();
        Path sources = root.resolve("domain/src/main/java");
        later(sources.resolve("A.java"));
        assertThat(serve().err()).startsWith("Building");
        past();
        Path file = Files.createFile(root.resolve("domain/src/main/B.java"));
        assertThat(serve().err()).startsWith("Building");
        past();
        Files.delete(file);
        assertThat(serve().err()).startsWith("Building");
        past();
        Files.createDirectories(root.resolve("domain/src/test"));
        Files.createFile(root.resolve("domain/src/test/ATest.java"));
        assertThat(serve().err()).isEmpty();
    }

    @Test
    void saysWhichJavaItNeeds() throws Exception {
        assertThat(run(Map.of("JAVA_HOME", "/nowhere")).err())
                .isEqualTo("latchkey: JAVA_HOME is /nowhere, and there is no Java in it. " + NEEDS + ".\n");
        java("openjdk version \"11.0.22\" 2024-01-16");
        assertThat(serve().err()).contains("is Java 11.0.22. " + NEEDS);
        java("java version \"1.8.0_202\"");
        assertThat(serve().err()).contains("is Java 1.8.0. " + NEEDS);
        java("nonsense");
        assertThat(serve().err()).contains("does not tell its version. " + NEEDS);
        java("openjdk version \"26-ea\" 2026-03-17");
        assertThat(serve().exitCode()).isZero();
        Files.delete(home.resolve("bin/javac"));
        assertThat(serve().exitCode()).isZero(); // Nothing is to be built.
        Files.delete(root.resolve("local/target/launcher/built"));
        Run jre = serve();
        assertThat(jre.exitCode()).isEqualTo(2);
        assertThat(jre.err()).contains("has no compiler beside it: it is a JRE. " + NEEDS);
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        Run none = run(root.resolve("latchkey"), Map.of("PATH", toolsWithoutJava()));
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err())
                .isEqualTo("latchkey: there is no Java. " + NEEDS + ": install one, or set JAVA_HOME to it.\n");
    }

    @Test
    void showsTheEndOfABuildThatFailed() throws Exception {
        maven("echo '[ERROR] A.java:[1,1] not a statement'; exit 1");
        Run run = serve();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("the build failed", "    [ERROR] A.java:[1,1] not a statement");
        assertThat(run.err()).doesNotContain("network");
        assertThat(root.resolve("local/target/launcher/lock")).doesNotExist();
        assertThat(root.resolve("local/target/launcher/built")).doesNotExist();
    }

    @Test
    void saysThatTheFirstBuildNeedsTheNetwork() throws Exception {
        maven("echo '[ERROR] Could not transfer artifact x:y:pom:1 from/to central: Connection refused'; exit 1");
        assertThat(serve().err())
                .contains("latchkey: Maven could not reach its repository. The first build needs the network")
                .endsWith("\n    [ERROR] Could not transfer artifact x:y:pom:1 from/to central: Connection refused\n");
    }

    @Test
    void takesTheLockOfABuildThatIsGone() throws Exception {
        Path lock = Files.createDirectories(root.resolve("local/target/launcher/lock"));
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.writeString(lock.resolve("pid"), Long.toString(gone.pid()));
        assertThat(serve().exitCode()).isZero();
        assertThat(lock).doesNotExist();
    }

    private Run serve() throws IOException, InterruptedException {
        return run(Map.of("JAVA_HOME", home.toString()));
    }

    private Run run(Map<String, String> variables) throws IOException, InterruptedException {
        return run(root.resolve("latchkey"), variables);
    }

    private Run run(List<String> arguments) throws IOException, InterruptedException {
        return run(root.resolve("latchkey"), arguments, Map.of("JAVA_HOME", home.toString()));
    }

    private Run run(Path script, Map<String, String> variables) throws IOException, InterruptedException {
        return run(script, List.of("serve"), variables);
    }

    private Run run(Path script, List<String> arguments, Map<String, String> variables)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(arguments);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("JAVA_HOME");
        builder.environment().putAll(variables);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** A folder with copies of the tools that the script needs to find itself, and of nothing else. */
    private String toolsWithoutJava() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("dirname", "readlink")) {
            for (Path place : List.of(Path.of("/bin"), Path.of("/usr/bin"))) {
                if (Files.exists(place.resolve(tool)) && !Files.exists(tools.resolve(tool))) {
                    Files.copy(place.resolve(tool), tools.resolve(tool), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return tools.toString();
    }

    private void java(String version) throws IOException {
        script(home.resolve("bin/java"), """
                case $1 in
                -version) echo '%s' >&2 ;;
                -XshowSettings:properties) echo "    java.home = $(dirname "$(dirname "$0")")" >&2 ;;
                *) echo "java $*" ;;
                esac
                """.formatted(version));
    }

    private void maven(String body) throws IOException {
        script(root.resolve("mvnw"), body);
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n", StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Some file systems keep times by the second. */
    private static void later(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    }

    /** Makes all that is there older than the last build. */
    private void past() throws IOException {
        List<Path> all;
        try (var files = Files.walk(root)) {
            all = files.toList();
        }
        for (Path file : all) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        }
        Files.setLastModifiedTime(
                root.resolve("local/target/launcher/built"),
                FileTime.from(Instant.now().minusSeconds(30)));
    }
}
