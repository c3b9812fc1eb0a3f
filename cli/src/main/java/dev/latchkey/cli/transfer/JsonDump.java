package dev.latchkey.cli.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects that {@code manage.py dumpdata} writes, as one array ({@code json}) or one after the other ({@code jsonl}).
 *
 * <p>Rows of models that nobody asked for are passed over by the tokenizer: no value of theirs is built, however large it is.
 * Python writes numbers that JSON does not know ({@code NaN}), and they are read.
 */
final class JsonDump {
    /** Characters of a text, or digits of a number, that anything here could use; an id beyond is none. */
    private static final int LONGEST = 1 << 20;

    /** How deep values of wanted rows may be. */
    private static final int DEEPEST = 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final String file;
    private final Models models;

    JsonDump(String file, Models models) {
        this.file = file;
        this.models = models;
    }

    void read(InputStream stream, RowConsumer rows) throws IOException, DamagedFileException {
        try (JsonParser parser = JSON.createParser(stream)) {
            while (parser.nextToken() != null) {
                FilePosition position = place(parser.currentTokenLocation());
                switch (parser.currentToken()) {
                    case START_ARRAY, END_ARRAY -> {
                        // The brackets around all of them.
                    }
                    case START_OBJECT -> new ObjectReader(parser, position, rows).read();
                    default ->
                        rows.noRow(position, "stands where an object with \"model\", \"pk\" and \"fields\" should");
                }
            }
        } catch (JsonProcessingException e) {
            throw new DamagedFileException(place(e.getLocation()), "this is not JSON: " + reason(e));
        } catch (CharConversionException e) {
            throw new DamagedFileException(file, "this is not UTF-8: " + e.getMessage());
        }
    }

    /** Leaves out what the library says of itself: its settings and its sources. */
    private static String reason(JsonProcessingException failure) {
        return String.valueOf(failure.getOriginalMessage())
                .replaceAll("(?s)\\s*\\((?:enable|for|start|was expecting).*|\\s+at \\[Source.*", "")
                .strip();
    }

    /** Reads one object of the dump. */
    private final class ObjectReader {
        private final JsonParser parser;
        private final FilePosition position;
        private final RowConsumer rows;

        private @Nullable String model;
        private @Nullable Object key;
        private @Nullable Map<String, @Nullable Object> fields;
        private boolean hasPassword;

        ObjectReader(JsonParser parser, FilePosition position, RowConsumer rows) {
            this.parser = parser;
            this.position = position;
            this.rows = rows;
        }

        void read() throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("model") && value == JsonToken.VALUE_STRING) {
                    model = String.valueOf(value(parser, 0));
                } else if (name.equals("pk") && isWanted()) {
                    key = value(parser, 0);
                } else if (name.equals("fields") && value == JsonToken.START_OBJECT) {
                    fields = isWanted() ? object(parser, 0) : passOver();
                } else {
                    parser.skipChildren();
                }
            }
            if (model == null || fields == null) {
                rows.noRow(position, "this object lacks \"model\" or \"fields\"");
            } else if (isWanted()) {
                rows.row(new DumpRow(position, model, key, fields));
            } else {
                rows.other(model, hasPassword || fields.containsKey("password"));
            }
        }

        /** A model that is not named yet may be wanted. */
        private boolean isWanted() {
            return model == null || models.isWanted(model);
        }

        private Map<String, @Nullable Object> passOver() throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                hasPassword = hasPassword || parser.currentName().equals("password");
                parser.nextToken();
                parser.skipChildren();
            }
            return Map.of();
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser, int depth) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser, depth + 1));
        }
        return members;
    }

    /** Reads a value: numbers as they are written, so that an id beyond 2^63 is refused as one, and is not another id. */
    private static @Nullable Object value(JsonParser parser, int depth) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> parser.getTextLength() > LONGEST ? Unread.TOO_LONG : parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getTextLength() > RowFields.MAX_CHARACTERS ? Unread.TOO_LONG : new BigInteger(parser.getText());
            case START_OBJECT, START_ARRAY -> depth < DEEPEST ? container(parser, depth) : skipped(parser);
            default -> Unread.NO_WHOLE_NUMBER;
        };
    }

    private static Object container(JsonParser parser, int depth) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return object(parser, depth);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser, depth + 1));
        }
        return elements;
    }

    private static Object skipped(JsonParser parser) throws IOException {
        parser.skipChildren();
        return Unread.TOO_LONG;
    }

    /** What stands for values that no field that is read here may have. */
    private enum Unread {
        TOO_LONG,
        NO_WHOLE_NUMBER
    }

    private FilePosition place(@Nullable JsonLocation location) {
        return location == null
                ? new FilePosition(file, 1, 0)
                : new FilePosition(file, location.getLineNr(), Math.max(0, location.getColumnNr()));
    }
}
