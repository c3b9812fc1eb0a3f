package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.Variables;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.passwords.Argon2Parameters;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.template.Parameter;
import dev.latchkey.template.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/settings.md says what the template and the functions have. */
class SettingsPageTest {
    private static final Path ROOT = TestTables.template().toAbsolutePath().getParent();
    private static final Pattern RANGE = Pattern.compile("^(\\d+) to (\\d+)(?= KiB| passes| lanes|, or `none`|$)");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    private static final Template TEMPLATE = Template.read(TestTables.template());

    @Test
    void everyVariableIsOnThePageWithItsParameter() {
        Map<String, String> shown = new LinkedHashMap<>();
        settings().forEach(row -> shown.put(code(row.get(0)), code(row.get(1))));
        assertThat(shown).containsExactlyInAnyOrderEntriesOf(TEMPLATE.parametersByVariable());
    }

    @Test
    void everyOtherParameterIsOnThePage() {
        TreeSet<String> others = new TreeSet<>(TEMPLATE.parameters().keySet());
        others.removeAll(TEMPLATE.parametersByVariable().values());
        assertThat(stackParameters().stream().map(row -> code(row.get(0)))).containsExactlyInAnyOrderElementsOf(others);
    }

    @Test
    void defaultsAreTheTemplates() {
        settings().forEach(row -> assertThat(code(row.get(3))).as(row.get(0)).isEqualTo(standard(code(row.get(1)))));
        stackParameters()
                .forEach(row -> assertThat(code(row.get(2))).as(row.get(0)).isEqualTo(standard(code(row.get(0)))));
    }

    @Test
    void defaultsAreTheFunctions() {
        Map<String, String> written = new HashMap<>();
        settings().forEach(row -> written.put(code(row.get(0)), code(row.get(3))));
        assertThat(TokenSettings.from(new Variables(Map.of()))).isEqualTo(TokenSettings.from(new Variables(written)));
        assertThat(Argon2Parameters.DEFAULT)
                .isEqualTo(new Argon2Parameters(
                        Integer.parseInt(written.getOrDefault("ARGON2_MEMORY_KIB", "")),
                        Integer.parseInt(written.getOrDefault("ARGON2_ITERATIONS", "")),
                        Integer.parseInt(written.getOrDefault("ARGON2_PARALLELISM", ""))));
    }

    /** The example of the last column, and the numbers just outside a range. */
    static Stream<Arguments> refused() {
        return settings().stream().flatMap(row -> {
            List<String> values = new ArrayList<>(List.of(code(row.get(4))));
            Matcher range = RANGE.matcher(row.get(2));
            if (range.find()) {
                values.add(Long.toString(Long.parseLong(range.group(1)) - 1));
                values.add(Long.toString(Long.parseLong(range.group(2)) + 1));
            }
            return values.stream().map(value -> Arguments.of(code(row.get(0)), value));
        });
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsRefusedIsNamed(String variable, String value) {
        assertThatThrownBy(() -> LocalServer.start(
                                ServerOptions.inMemory(TestTables.template()).withVariables(Map.of(variable, value)))
                        .close())
                .isInstanceOf(StartException.class)
                .message()
                .startsWith(variable + " ")
                // A value that may be a secret is not repeated.
                .containsAnyOf("\"" + value + "\"", "must be longer than zero", "a secret of at least 16 characters");
    }

    /** The ends of ranges, and the words that are offered. */
    static Stream<Arguments> accepted() {
        return settings().stream().flatMap(row -> {
            String value = row.get(2);
            List<String> values = new ArrayList<>();
            Matcher range = RANGE.matcher(value);
            if (range.find()) {
                values.addAll(List.of(range.group(1), range.group(2)));
            }
            CODE.matcher(value)
                    .results()
                    .map(found -> found.group(1))
                    .filter(Predicate.not(SettingsPageTest::isSet))
                    .forEach(values::add);
            return values.stream().map(one -> Arguments.of(code(row.get(1)), one));
        });
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void whatIsOfferedTheTemplateTakes(String parameter, String value) {
        assertThat(TEMPLATE.violations(Map.of(parameter, value))).isEmpty();
    }

    /** A list of characters, and not a value. */
    private static boolean isSet(String code) {
        return code.contains(" ") || code.equals("-");
    }

    private static String standard(String parameter) {
        return Optional.ofNullable(TEMPLATE.parameters().get(parameter))
                .flatMap(Parameter::defaultValue)
                .orElseThrow();
    }

    private static List<List<String>> settings() {
        return rows("docs/settings.md", 5);
    }

    private static List<List<String>> stackParameters() {
        return rows("docs/settings.md", 3);
    }

    /** The rows of all tables with so many columns, but for their headings. */
    private static List<List<String>> rows(String file, int columns) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList())
                .filter(cells -> cells.size() == columns)
                .toList();
    }

    /** Returns what a cell has between its first back-ticks, nothing for an empty cell. */
    private static String code(String cell) {
        Matcher matcher = CODE.matcher(cell);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String read(String file) {
        try {
            return Files.readString(ROOT.resolve(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
