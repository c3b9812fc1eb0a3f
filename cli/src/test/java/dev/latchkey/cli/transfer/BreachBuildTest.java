package dev.latchkey.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cli.CommandRunner;
import dev.latchkey.config.Environment;
import dev.latchkey.passwords.BreachFilter;
import dev.latchkey.passwords.HashedPasswords;
import dev.latchkey.user.Password;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code breach build} makes is what registration refuses. */
class BreachBuildTest {
    private static final String BREACHED = "This password has appeared in a data breach. Choose another one.";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void ofPasswords() throws IOException {
        CommandRunner.Result result = build("Summer2026!\n\nP@ssw0rd1x\nlatchk\u00e9y-1\n");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).contains("has 3 passwords in 22 bytes.");
        assertThat(refused("Summer2026!")).containsExactly(BREACHED);
        assertThat(refused("latchk\u00e9y-1")).containsExactly(BREACHED);
        assertThat(refused("Vorpal-Tundra")).isEmpty();
    }

    /** Digests of "Summer2026!" and "Vorpal-Tundra". */
    @Test
    void ofDigestsThatWereFoundOftenEnough() throws IOException {
        String list = sha1("Summer2026!") + ":100\r\n" + sha1("Vorpal-Tundra") + ":99\r\n";
        CommandRunner.Result result = build(list, "--at-least", "100");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(refused("Summer2026!")).containsExactly(BREACHED);
        assertThat(refused("Vorpal-Tundra")).isEmpty();
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertThat(build(sha1("a") + ":1\nnonsense\n").err()).contains("Line 2 of ", "is no SHA-1");
        assertThat(build("\n\n").err()).contains("has no password that is wanted.");
        assertThat(build("Summer2026!\n", "--at-least", "5").err())
                .contains("--at-least is for lists of SHA-1 digests");
        Files.write(list(), new byte[] {'a', (byte) 0xff, '\n'});
        assertThat(run().err()).contains("is not in UTF-8.");
        Files.delete(list());
        assertThat(run().err()).contains("cannot be read.");
        assertThat(file()).doesNotExist();
        Files.writeString(file(), "mine");
        assertThat(build("Summer2026!\n").err()).contains("is there already: --force replaces it.");
        assertThat(file()).hasContent("mine");
    }

    private List<String> refused(String password) {
        HashedPasswords passwords = HashedPasswords.from(new Environment(Map.of(
                "ARGON2_MEMORY_KIB", "8",
                "ARGON2_ITERATIONS", "1",
                "PASSWORD_BREACH", "file",
                "PASSWORD_BREACH_FILE", file().toString())));
        return passwords.violations(Password.of(password), "ada", "");
    }

    private CommandRunner.Result build(String list, String... options) throws IOException {
        Files.writeString(list(), list, StandardCharsets.UTF_8);
        return run(options);
    }

    private CommandRunner.Result run(String... options) {
        List<String> arguments = new ArrayList<>(List.of("breach", "build", list().toString(), file().toString()));
        arguments.addAll(List.of(options));
        return CommandRunner.with(Map.of()).run(arguments.toArray(String[]::new));
    }

    private Path list() {
        return folder.resolve("list.txt");
    }

    private Path file() {
        return folder.resolve("passwords.filter");
    }

    private static String sha1(String password) {
        return HexFormat.of().withUpperCase().formatHex(BreachFilter.sha1(password));
    }
}
