package dev.latchkey.cli.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.latchkey.config.Environment;
import dev.latchkey.passwords.PasswordHasher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A file to import is read to its end, or is called damaged; a row of it is taken, or called bad. */
class DumpFuzzTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Models MODELS =
            new Models(Models.USER, Models.USERNAME_FIELD, Models.EMAIL_FIELD, Models.KNOX);
    private static final UserRows USERS =
            new UserRows(MODELS, ZONE, PasswordHasher.from(new Environment(Map.of())), true);
    private static final TokenRows TOKENS = new TokenRows(MODELS, ZONE);

    private final Path file = temporary();

    @FuzzTest
    void django(byte[] data) throws IOException {
        Files.write(file, data);
        try {
            new DumpFile(file, MODELS, CsvForm.DEFAULT).read(new Rows());
        } catch (DamagedFileException e) {
            assertThat(e.getMessage()).startsWith(file.toString());
        }
    }

    @FuzzTest
    void latchkey(byte[] data) throws IOException {
        Files.write(file, data);
        List<String> lines = new ArrayList<>();
        try {
            ExportFile.read(file, (place, table, item) -> lines.add(ExportFile.item(table, item)));
        } catch (DamagedFileException e) {
            assertThat(e.getMessage()).startsWith(file.toString());
            return;
        }
        assertThat(rewritten(lines)).isEqualTo(lines);
    }

    @FuzzTest
    void csv(byte[] data) throws IOException {
        String text = new String(data, UTF_8);
        List<List<@Nullable String>> rows;
        try {
            rows = rows(text);
        } catch (CsvParseException e) {
            assertThat(text).contains("\"");
            return;
        }
        assertThat(rows(written(rows))).isEqualTo(rows);
    }

    @FuzzTest
    void time(byte[] data) throws BadRowException {
        Instant time;
        try {
            time = DumpTime.parse(new String(data, UTF_8), ZONE);
        } catch (BadRowException e) {
            return;
        }
        String shown = time.toString();
        if (!shown.startsWith("+") && !shown.startsWith("-")) {
            assertThat(DumpTime.parse(shown, ZoneOffset.UTC)).isEqualTo(time);
        }
    }

    /** Reads each row as all that it could be. */
    private static final class Rows implements RowConsumer {
        @Override
        public void row(DumpRow row) {
            try {
                USERS.problemOfHash(USERS.read(row).incoming().user());
            } catch (BadRowException e) {
                assertThat(e.problem()).isNotBlank();
            }
            try {
                TOKENS.read(row);
            } catch (BadRowException e) {
                assertThat(e.problem()).isNotBlank();
            }
        }

        @Override
        public void other(String model, boolean hasPassword) {
            assertThat(MODELS.isWanted(model)).isFalse();
        }

        @Override
        public void noRow(FilePosition place, String problem) {
            assertThat(problem).isNotBlank();
        }
    }

    private List<String> rewritten(List<String> lines) throws IOException {
        Map<String, Long> counts = lines.stream()
                .collect(Collectors.groupingBy(
                        line -> line.startsWith("{\"table\":\"users\"") ? "users" : "tokens", Collectors.counting()));
        for (String table : List.of("users", "tokens")) {
            counts.putIfAbsent(table, 0L);
        }
        List<String> all = new ArrayList<>();
        all.add(ExportFile.header("now", Map.of()));
        all.addAll(lines);
        all.add(ExportFile.trailer(counts));
        Files.write(file, all);
        List<String> again = new ArrayList<>();
        try {
            ExportFile.read(file, (place, table, item) -> again.add(ExportFile.item(table, item)));
        } catch (DamagedFileException e) {
            throw new AssertionError("what was written is not read", e);
        }
        return again;
    }

    private static List<List<@Nullable String>> rows(String text) throws IOException {
        try (CsvReader<CsvRow> csv =
                CsvRows.read(new BufferedReader(new StringReader(text)), new CsvForm(',', Set.of()), ',')) {
            return csv.stream().map(CsvRow::values).toList();
        }
    }

    private static String written(List<List<@Nullable String>> rows) {
        return rows.stream()
                .map(row -> row.stream()
                        .map(value -> value == null ? "" : "\"" + value.replace("\"", "\"\"") + "\"")
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\r\n"));
    }

    private static Path temporary() {
        try {
            Path file = Files.createTempFile("fuzz", ".dump");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
