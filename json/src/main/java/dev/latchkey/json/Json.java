package dev.latchkey.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain values: {@code Map}, {@code List}, {@code String}, {@code BigInteger}, {@code Double}, {@code Boolean} and
 * null. Of equal member names the last one wins, as in Python's {@code json} module.
 */
public final class Json {
    /** Far above what any request needs, far below what would exhaust a stack. */
    private static final int MAX_DEPTH = 500;

    /** Python's limit on the digits of a number ({@code sys.int_info.default_max_str_digits}). */
    private static final int MAX_DIGITS = 4_300;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            .build();

    private Json() {}

    /**
     * Reads a whole text.
     *
     * @throws JsonSyntaxException if it is not exactly one JSON value within the limits
     */
    public static @Nullable Object read(String text) throws JsonSyntaxException {
        if (text.startsWith("\uFEFF")) {
            throw new JsonSyntaxException("Unexpected UTF-8 BOM");
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            return readWhole(parser);
        } catch (JsonProcessingException e) {
            throw new JsonSyntaxException(place(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /**
     * Reads a whole stream of UTF-8.
     *
     * @throws JsonSyntaxException if it is not exactly one JSON value within the limits
     */
    public static @Nullable Object read(InputStream stream) throws IOException, JsonSyntaxException {
        try (JsonParser parser = FACTORY.createParser(stream)) {
            return readWhole(parser);
        } catch (JsonProcessingException e) {
            throw new JsonSyntaxException(place(e));
        } catch (CharConversionException e) {
            // What begins with a zero byte, the parser reads as UTF-32.
            throw new JsonSyntaxException("not UTF-8");
        }
    }

    /** Writes a value compactly, as UTF-8. */
    public static void write(@Nullable Object value, OutputStream stream) throws IOException {
        try (JsonGenerator generator = FACTORY.createGenerator(stream)) {
            writeValue(value, generator);
        }
    }

    /** Writes a value compactly. */
    public static String write(@Nullable Object value) {
        StringWriter writer = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(writer)) {
            writeValue(value, generator);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return writer.toString();
    }

    /** Returns the object in a value that should be one, or an empty one; for events, whose form is the gateway's affair. */
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map ? (Map<String, @Nullable Object>) value : Map.of();
    }

    private static @Nullable Object readWhole(JsonParser parser) throws IOException, JsonSyntaxException {
        if (parser.nextToken() == null) {
            throw new JsonSyntaxException("Expecting value: line 1 column 1 (char 0)");
        }
        Object value = readValue(parser);
        if (parser.nextToken() != null) {
            throw new JsonSyntaxException("Extra data: " + place(parser.currentTokenLocation()));
        }
        return value;
    }

    private static @Nullable Object readValue(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> new BigInteger(parser.getText());
            case VALUE_NUMBER_FLOAT -> Double.valueOf(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> readObject(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, readValue(parser));
        }
        return members;
    }

    private static List<@Nullable Object> readArray(JsonParser parser) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(readValue(parser));
        }
        return elements;
    }

    private static void writeValue(@Nullable Object value, JsonGenerator generator) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Integer || value instanceof Long) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof BigInteger number) {
            generator.writeNumber(number);
        } else if (value instanceof Double number) {
            generator.writeNumber(number);
        } else if (value instanceof Map<?, ?> members) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> member : members.entrySet()) {
                generator.writeFieldName((String) member.getKey());
                writeValue(member.getValue(), generator);
            }
            generator.writeEndObject();
        } else if (value instanceof Iterable<?> elements) {
            generator.writeStartArray();
            for (Object element : elements) {
                writeValue(element, generator);
            }
            generator.writeEndArray();
        } else {
            throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        }
    }

    private static String place(JsonProcessingException e) {
        return "Invalid JSON: " + place(e.getLocation());
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null
                ? "unknown place"
                : "line " + location.getLineNr() + " column " + location.getColumnNr();
    }
}
