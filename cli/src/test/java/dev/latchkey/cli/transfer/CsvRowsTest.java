package dev.latchkey.cli.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV as databases write it. */
class CsvRowsTest {
    @Test
    void tellsNullFromAnEmptyText() throws IOException {
        assertThat(rows("1,,\"\",x\n\"\"\n,\n"))
                .containsExactly(row(1, "1", null, "", "x"), row(2, ""), row(3, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void knowsEveryLineEnd(String end) throws IOException {
        String text = String.join(end, "id,name", "", "1,\"two", "lines\"", "2,x");
        assertThat(rows(text))
                .containsExactly(row(1, "id", "name"), row(3, "1", "two" + end + "lines"), row(5, "2", "x"));
        assertThat(rows(text + end)).isEqualTo(rows(text));
    }

    @Test
    void readsQuotes() throws IOException {
        assertThat(rows("\"a \"\"b\"\", c\",d\"e,\"\"\"\"")).containsExactly(row(1, "a \"b\", c", "d\"e", "\""));
    }

    @Test
    void passesOverAByteOrderMark() throws IOException {
        assertThat(rows("\uFEFF\"id\",name\n")).containsExactly(row(1, "id", "name"));
        assertThat(rows("\uFEFF")).isEmpty();
        assertThat(rows("")).isEmpty();
    }

    @Test
    void leavesTheNumberOfValuesToTheReader() throws IOException {
        assertThat(rows("a,b\n1\n1,2,3\n")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n\"b", "\"", "a,\"b\"\"\n", "\"a\"b\n", "\"a\" ,b\n"})
    void refusesQuotesThatDoNotClose(String text) {
        assertThatThrownBy(() -> rows(text))
                .isInstanceOf(CsvParseException.class)
                .hasMessageContaining("record starting at line");
    }

    private static CsvRow row(long line, @Nullable String... values) {
        return new CsvRow(line, Arrays.asList(values));
    }

    private static List<CsvRow> rows(String text) throws IOException {
        BufferedReader reader = new BufferedReader(new StringReader(text));
        CsvRows.passOverMark(reader);
        try (CsvReader<CsvRow> csv = CsvRows.read(reader, CsvForm.DEFAULT, CsvForm.DEFAULT.delimiterOf(reader))) {
            return csv.stream().toList();
        }
    }
}
