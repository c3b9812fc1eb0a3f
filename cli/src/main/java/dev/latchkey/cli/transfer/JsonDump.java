package dev.latchkey.cli.transfer;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects that {@code manage.py dumpdata} writes, as one array ({@code json}) or one after the other ({@code jsonl}). */
final class JsonDump {
    /** Numbers as they are written: an id beyond 2^63 is refused as one, and is not another id. */
    private static final ObjectReader OBJECTS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build()
            .readerForMapOf(Object.class);

    private final String file;

    JsonDump(String file) {
        this.file = file;
    }

    void read(InputStream stream, RowConsumer rows) throws IOException, DamagedFileException {
        try (JsonParser parser = OBJECTS.createParser(stream)) {
            while (parser.nextToken() != null) {
                FilePosition position = place(parser.currentTokenLocation());
                switch (parser.currentToken()) {
                    case START_ARRAY, END_ARRAY -> {
                        // The brackets around all of them.
                    }
                    case START_OBJECT -> accept(position, OBJECTS.readValue(parser), rows);
                    default ->
                        rows.noRow(position, "stands where an object with \"model\", \"pk\" and \"fields\" should");
                }
            }
        } catch (JsonProcessingException e) {
            throw new DamagedFileException(place(e.getLocation()), "this is not JSON: " + e.getOriginalMessage());
        } catch (CharConversionException e) {
            throw new DamagedFileException(file, "this is not UTF-8: " + e.getMessage());
        }
    }

    private static void accept(FilePosition position, Map<String, @Nullable Object> object, RowConsumer rows)
            throws IOException {
        if (object.get("model") instanceof String model && object.get("fields") instanceof Map<?, ?> fields) {
            rows.row(new DumpRow(position, model, object.get("pk"), copy(fields)));
        } else {
            rows.noRow(position, "this object lacks \"model\" or \"fields\"");
        }
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> fields) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> copy.put((String) name, value));
        return copy;
    }

    private FilePosition place(@Nullable JsonLocation location) {
        return location == null
                ? new FilePosition(file, 1, 0)
                : new FilePosition(file, location.getLineNr(), Math.max(0, location.getColumnNr()));
    }
}
