package dev.latchkey.cli.transfer;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The CSV of one table with its column names in the first row, as {@code psql}'s {@code \copy ... csv header} and
 * {@code sqlite3 -header -csv} write it. The columns tell which table it is.
 */
final class CsvDump {
    private final String file;
    private final Models models;
    private final CsvForm form;

    CsvDump(String file, Models models, CsvForm form) {
        this.file = file;
        this.models = models;
        this.form = form;
    }

    void read(InputStream stream, RowConsumer rows) throws IOException, DamagedFileException {
        long line = 1;
        try (BufferedReader text = decoded(stream)) {
            CsvRows.passOverMark(text);
            char delimiter = form.delimiterOf(text);
            try (CsvReader<CsvRow> csv = CsvRows.read(text, form, delimiter)) {
                Iterator<CsvRow> all = csv.iterator();
                List<String> columns = columns(all);
                Table table = table(columns, delimiter);
                while (all.hasNext()) {
                    CsvRow row = all.next();
                    line = row.line();
                    accept(new FilePosition(file, line, 0), table, columns, row.values(), rows);
                }
            }
        } catch (CsvParseException e) {
            throw new DamagedFileException(file, "this is not CSV: " + reason(e));
        } catch (CharacterCodingException e) {
            throw notUtf8(line);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw notUtf8(line);
            }
            throw e.getCause();
        }
    }

    private DamagedFileException notUtf8(long line) {
        return new DamagedFileException(new FilePosition(file, line, 0), "there is text after this that is not UTF-8");
    }

    private static BufferedReader decoded(InputStream stream) {
        return new BufferedReader(new InputStreamReader(
                stream,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : reason(cause);
    }

    /** What a table is, and the column of its primary key. */
    private record Table(String model, String key) {}

    private List<String> columns(Iterator<CsvRow> rows) throws DamagedFileException {
        if (!rows.hasNext()) {
            throw new DamagedFileException(file, "the file is empty");
        }
        List<String> columns = new ArrayList<>();
        for (String value : rows.next().values()) {
            columns.add(value == null ? "" : value.strip().toLowerCase(Locale.ROOT));
        }
        return columns;
    }

    private Table table(List<String> columns, char delimiter) throws DamagedFileException {
        if (columns.contains("id")
                && columns.contains("password")
                && columns.contains(models.usernameField().toLowerCase(Locale.ROOT))) {
            return new Table(models.user(), "id");
        }
        if (columns.contains("digest") && columns.contains("user_id")) {
            return new Table(models.knox(), "digest");
        }
        if (columns.contains("key") && columns.contains("user_id")) {
            return new Table(models.drf(), "key");
        }
        throw new DamagedFileException(
                new FilePosition(file, 1, 0),
                "this is neither JSON nor CSV with the columns of auth_user (id, " + models.usernameField()
                        + ", password, ...), knox_authtoken (digest, user_id, ...) or authtoken_token (key, user_id, ...)"
                        + " in its first row, with " + CsvForm.name(delimiter)
                        + " between them (--delimiter names another)");
    }

    private static void accept(
            FilePosition position, Table table, List<String> columns, List<@Nullable String> values, RowConsumer rows)
            throws IOException {
        if (values.size() != columns.size()) {
            rows.noRow(position, "has " + values.size() + " columns, and the first row " + columns.size());
            return;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            String name = columns.get(i);
            fields.put(name.equals("user_id") ? "user" : name, values.get(i));
        }
        rows.row(new DumpRow(position, table.model(), fields.remove(table.key()), fields));
    }
}
