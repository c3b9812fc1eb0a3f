package dev.latchkey.cli.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects that {@code manage.py dumpdata} writes, as one array ({@code json}) or one after the other ({@code jsonl}). */
final class JsonDump {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final String file;

    JsonDump(String file) {
        this.file = file;
    }

    void read(InputStream stream, RowConsumer rows) throws IOException, DamagedFileException {
        try (JsonParser parser = FACTORY.createParser(stream)) {
            while (parser.nextToken() != null) {
                FilePosition position = place(parser.currentTokenLocation());
                switch (parser.currentToken()) {
                    case START_ARRAY, END_ARRAY -> {
                        // The brackets around all of them.
                    }
                    case START_OBJECT -> accept(position, object(parser), rows);
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

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> new BigInteger(parser.getText());
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }
}
