package dev.latchkey.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.user.Password;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BreachFilterTest {
    private static final int PASSWORDS = 20_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void findsAllThatIsInIt() throws IOException {
        BreachFilter filter = BreachFilter.at(filter(PASSWORDS), "F");
        assertThat(IntStream.range(0, PASSWORDS)).allMatch(i -> filter.contains(Password.of("breached " + i)));
    }

    /** Ten probes at fifteen bits: one of 1,370 is expected. */
    @Test
    void takesOneOfAThousandOthersForBreached() throws IOException {
        BreachFilter filter = BreachFilter.at(filter(PASSWORDS), "F");
        long taken = IntStream.range(0, PASSWORDS)
                .filter(i -> filter.contains(Password.of("never breached " + i)))
                .count();
        assertThat(taken).isBetween(1L, PASSWORDS / 1_000L * 2);
    }

    @Test
    void aFileThatItHasNotMadeIsRefusedAtTheStart() throws IOException {
        Path whole = filter(100);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 1));
        Path other = Files.writeString(folder.resolve("other"), "password\n".repeat(30));
        Path empty = Files.writeString(folder.resolve("empty"), "");
        for (Path file : new Path[] {cut, other, empty, folder.resolve("nothing"), folder}) {
            assertThatThrownBy(() -> BreachFilter.at(file, "PASSWORD_BREACH_FILE"))
                    .as("%s", file)
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("PASSWORD_BREACH_FILE")
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void aFileThatGoesAwayLetsPasswordsThrough() throws IOException {
        Path file = filter(10);
        BreachFilter filter = BreachFilter.at(file, "F");
        assertThat(filter.contains(Password.of("breached 1"))).isTrue();
        Files.delete(file);
        assertThat(filter.contains(Password.of("breached 1"))).isFalse();
    }

    @Test
    void isAskedForWhatTheRulesLetPass() throws IOException {
        Map<String, String> variables = new HashMap<>(Map.of("ARGON2_MEMORY_KIB", "8", "ARGON2_ITERATIONS", "1"));
        HashedPasswords off = HashedPasswords.from(new Environment(variables));
        assertThat(off.violations(Password.of("breached 7"), "ada", "")).isEmpty();
        variables.put("PASSWORD_BREACH", "file");
        variables.put("PASSWORD_BREACH_FILE", filter(10).toString());
        HashedPasswords on = HashedPasswords.from(new Environment(variables));
        assertThat(on.violations(Password.of("breached 7"), "ada", ""))
                .containsExactly("This password has appeared in a data breach. Choose another one.");
        assertThat(on.violations(Password.of("breached 77"), "ada", "")).isEmpty();
        assertThat(on.violations(Password.of("12345678"), "ada", ""))
                .containsExactly("This password is too common.", "This password is entirely numeric.");
    }

    private Path filter(int passwords) throws IOException {
        BreachFilter.Builder filter = new BreachFilter.Builder(passwords);
        IntStream.range(0, passwords).forEach(i -> filter.add(BreachFilter.sha1("breached " + i)));
        Path file = folder.resolve("passwords.filter");
        try (OutputStream stream = Files.newOutputStream(file)) {
            filter.write(stream);
        }
        return file;
    }
}
