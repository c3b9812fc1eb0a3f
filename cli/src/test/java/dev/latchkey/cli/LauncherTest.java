package dev.latchkey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive's script {@code bin/latchkey}, with a java that only says how it was called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    private Path folder;

    private Path root;
    private Path jdk;
    private Path cache;

    /** What the script left behind. */
    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void makeArchive() throws IOException {
        root = Files.createDirectories(folder.resolve("an archive")).toRealPath();
        Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("lib"));
        Files.createFile(root.resolve("lib/latchkey-cli-0.2.0.jar"));
        Path script = TestTables.template().toAbsolutePath().resolveSibling("cli/src/main/archive/bin/latchkey");
        Files.copy(script, root.resolve("bin/latchkey"));
        jdk = folder.resolve("a jdk");
        cache = folder.resolve("cache/latchkey");
        java("17.0.15+6", 0);
    }

    @Test
    void runsTheCommandLine() throws Exception {
        assertThat(latchkey("users", "create", "two words", "--no-password").out())
                .isEqualTo("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dlatchkey.home=" + folder
                        + " -Dlatchkey.command=latchkey -cp " + root
                        + "/lib/* dev.latchkey.cli.Latchkey users create [two words] --no-password\n");
    }

    @Test
    void leavesLongCommandsTheCompilerThatOptimizes() throws Exception {
        for (String command : List.of("import", "export")) {
            assertThat(latchkey(command, "django", "site.json").out()).startsWith("-Dlatchkey.home=");
        }
    }

    @Test
    void isFoundThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("lk"), Path.of("an archive/bin/latchkey"));
        assertThat(run(link, Map.of(), "--version").out()).contains("-cp " + root + "/lib/*");
    }

    @Test
    void aCommandThatReadsLeavesItsClassesForLaterOnes() throws Exception {
        assertThat(latchkey("users", "list").out()).startsWith("-XX:ArchiveClassesAtExit=" + cache);
        assertThat(classes()).hasSize(1);
        Path made = classes().get(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rwx------");

        String using = "-XX:SharedArchiveFile=" + made + " -Xshare:auto -Xlog:disable -XX:TieredStopAtLevel=1";
        assertThat(latchkey("users", "list").out()).startsWith(using);
        assertThat(latchkey("users", "delete", "alice").out()).startsWith(using);
    }

    /** If the disk is full, Java ends with an error after all is done. */
    @Test
    void aCommandThatChangesSomethingLeavesNoClasses() throws Exception {
        for (String[] command : List.of(new String[] {"users", "delete", "alice"}, new String[] {"--version"})) {
            assertThat(latchkey(command).out()).doesNotContain("Archive");
        }
        assertThat(classes()).isEmpty();
    }

    @Test
    void classesAreMadeAnewForAnotherJavaOrANewBuild() throws Exception {
        latchkey("users", "list");
        Path first = classes().get(0);
        java("21.0.2+13", 0);
        assertThat(latchkey("tokens", "list", "alice").out()).startsWith("-XX:ArchiveClassesAtExit=");
        assertThat(classes()).hasSize(1).doesNotContain(first);

        Files.setLastModifiedTime(
                root.resolve("lib/latchkey-cli-0.2.0.jar"),
                FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(latchkey("users", "delete", "alice").out()).doesNotContain("Archive");
        assertThat(latchkey("users", "show", "alice").out()).startsWith("-XX:ArchiveClassesAtExit=");
    }

    @Test
    void worksWithoutAFolderForClasses() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        for (String none : List.of("none", file.toString(), file + "/below")) {
            Run run = run(root.resolve("bin/latchkey"), Map.of("LATCHKEY_CLASSES", none), "users", "list");
            assertThat(run).isEqualTo(new Run(0, run.out(), ""));
            assertThat(run.out()).startsWith("-XX:TieredStopAtLevel=1");
        }
        Run homeless = run(root.resolve("bin/latchkey"), Map.of("HOME", "", "XDG_CACHE_HOME", ""), "users", "list");
        assertThat(homeless.out()).startsWith("-XX:TieredStopAtLevel=1").contains("-Dlatchkey.home=. ");
        assertThat(homeless.err()).isEmpty();
    }

    @Test
    void endsAsTheCommandEnds() throws Exception {
        java("17.0.15+6", 3);
        assertThat(latchkey("users", "list").exitCode()).isEqualTo(3);
        assertThat(latchkey("users", "list").exitCode()).isEqualTo(3);
        assertThat(latchkey("users", "create", "alice").exitCode()).isEqualTo(3);
    }

    @Test
    void saysWhichJavaItNeeds() throws Exception {
        java("11.0.22+7", 0);
        assertThat(latchkey("users", "list"))
                .isEqualTo(new Run(
                        2,
                        "",
                        "latchkey: " + jdk
                                + "/bin/java is Java 11.0.22+7. Latchkey needs Java 17 or newer: install one, or"
                                + " set JAVA_HOME to it.\n"));
        java("1.8.0_202-b08", 0);
        assertThat(latchkey("users", "list").err()).contains("is Java 1.8.0_202-b08. Latchkey needs Java 17");
        java("17.0.15+6", 0);
        Files.delete(jdk.resolve("release"));
        assertThat(latchkey("users", "list").err()).contains("does not tell its version");
        assertThat(run(root.resolve("bin/latchkey"), Map.of("JAVA_HOME", "/nowhere"), "--version")
                        .err())
                .contains("JAVA_HOME is /nowhere, and there is no Java in it");
    }

    private Run latchkey(String... arguments) throws IOException, InterruptedException {
        return run(root.resolve("bin/latchkey"), Map.of(), arguments);
    }

    private Run run(Path script, Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LATCHKEY"));
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().putAll(variables);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private List<Path> classes() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    /** Says how it was called, with brackets around what has a space, and makes the archive that it is told to make. */
    private void java(String version, int exitCode) throws IOException {
        Path java = jdk.resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"A\"\nJAVA_RUNTIME_VERSION=\"" + version + "\"\n");
        Files.writeString(java, """
                #!/bin/sh
                line=
                for word; do
                    case $word in
                    -XX:ArchiveClassesAtExit=*) : >"${word#*=}" ;;
                    -cp) ;;
                    *" "*/lib/\\*) ;;
                    *" "*) word="[$word]" ;;
                    esac
                    line="$line $word"
                done
                echo "${line# }"
                exit %d
                """.formatted(exitCode), StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
