package dev.latchkey.http;

import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.text.PythonText;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a body, read and complained about as a DRF serializer of text fields does (rest_framework/fields.py).
 *
 * <p>Each field is asked for in turn; what is wrong is collected, and {@link #check} throws all of it at once.
 */
public final class FormFields {
    /** The largest body that is read, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final String NOT_TEXT = "Not a valid string.";
    private static final String JSON = "application/json";
    private static final String MULTIPART = "multipart/form-data";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Map<String, @Nullable Object> values;
    private final Map<String, List<String>> errors = new LinkedHashMap<>();

    private FormFields(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /**
     * Reads a request's body.
     *
     * @throws BodyTooLargeException if it is over {@link #MAX_BYTES}
     * @throws UnsupportedMediaTypeException if there is a body, and it is neither JSON nor a form of either kind
     * @throws ParseException if it is malformed
     * @throws ValidationException if it is JSON, but not an object
     */
    public static FormFields of(Request request) {
        if (request.bodyLength() > MAX_BYTES) {
            throw new BodyTooLargeException(MAX_BYTES);
        }
        if (request.bodyLength() == 0) {
            return new FormFields(Map.of());
        }
        String header = request.header("Content-Type");
        MediaType type = MediaType.parse(header == null ? "" : header);
        if (type.is(JSON)) {
            return new FormFields(readObject(decode(request.body(), type.charset())));
        }
        if (type.is(FORM)) {
            return new FormFields(FormBody.read(request.body(), type.charset()));
        }
        if (type.is(MULTIPART)) {
            return new FormFields(MultipartBody.read(request.body(), type.boundary(), type.charset()));
        }
        throw new UnsupportedMediaTypeException(header == null ? "" : header);
    }

    /** Tells whether a field is there, whatever its value. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns a text as it is, or null where there is none, of which nothing is noted. */
    public @Nullable String textOrNull(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    /** Tells whether a field is there and null, as only JSON has it. */
    public boolean isNull(String name) {
        return values.containsKey(name) && values.get(name) == null;
    }

    /** Returns a required list of at least one text, as only JSON has them, or an empty one after noting what is wrong. */
    public List<String> texts(String name) {
        Object value = values.get(name);
        if (!values.containsKey(name)) {
            reject(name, "This field is required.");
        } else if (value == null) {
            reject(name, "This field may not be null.");
        } else if (!(value instanceof List<?> list)) {
            reject(name, "Expected a list of items but got type \"" + pythonType(value) + "\".");
        } else if (list.isEmpty()) {
            reject(name, "This list may not be empty.");
        } else if (!list.stream().allMatch(String.class::isInstance)) {
            reject(name, NOT_TEXT);
        } else {
            return list.stream().map(String.class::cast).toList();
        }
        return List.of();
    }

    /** Returns a required text without the white space around it, or null after noting what is wrong. */
    public @Nullable String trimmed(String name) {
        return trimmed(name, NOT_TEXT);
    }

    /** Returns the same for a field that has a message of its own for a value that is not a text. */
    public @Nullable String trimmed(String name, String notText) {
        String text = text(name, notText);
        if (text == null) {
            return null;
        }
        String stripped = PythonText.strip(text);
        return stripped.isEmpty() ? rejected(name, "This field may not be blank.") : stripped;
    }

    /** Returns a required text as it is, or null after noting what is wrong; one that is only white space may pass. */
    public @Nullable String verbatim(String name) {
        String text = text(name, NOT_TEXT);
        return text != null && text.isEmpty() ? rejected(name, "This field may not be blank.") : text;
    }

    /** Returns a required object, as only JSON has them, or an empty one after noting what is wrong. */
    public Map<String, @Nullable Object> members(String name) {
        if (!values.containsKey(name)) {
            reject(name, "This field is required.");
        } else if (!(values.get(name) instanceof Map)) {
            reject(name, values.get(name) == null ? "This field may not be null." : "Not a valid object.");
        }
        return Json.object(values.get(name));
    }

    /** Notes all that is wrong with a field; nothing if the list is empty. */
    public void reject(String name, List<String> messages) {
        if (!messages.isEmpty()) {
            errors.computeIfAbsent(name, key -> new ArrayList<>()).addAll(messages);
        }
    }

    /** Notes one thing that is wrong with a field. */
    public void reject(String name, String message) {
        reject(name, List.of(message));
    }

    /**
     * Ends the reading.
     *
     * @throws ValidationException if anything is wrong
     */
    public void check() {
        if (!errors.isEmpty()) {
            throw new ValidationException(errors);
        }
    }

    private @Nullable String text(String name, String notText) {
        if (!values.containsKey(name)) {
            return rejected(name, "This field is required.");
        }
        Object value = values.get(name);
        if (value == null) {
            return rejected(name, "This field may not be null.");
        }
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof BigInteger number) {
            return number.toString();
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            return PythonNumber.repr(number);
        }
        return rejected(name, notText);
    }

    /** Notes that something is wrong with a field, and returns null for its value. */
    private @Nullable String rejected(String name, String message) {
        reject(name, message);
        return null;
    }

    private static Map<String, @Nullable Object> readObject(String text) {
        Object value;
        try {
            value = Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new ParseException("JSON parse error - " + e.getMessage());
        }
        if (value == null) {
            throw new ValidationException(ValidationException.NON_FIELD, "No data provided");
        }
        if (!(value instanceof Map)) {
            throw new ValidationException(
                    ValidationException.NON_FIELD,
                    "Invalid data. Expected a dictionary, but got " + pythonType(value) + ".");
        }
        return Json.object(value);
    }

    private static String decode(byte[] body, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new ParseException("JSON parse error - the body is not " + charset.name());
        }
    }

    private static String pythonType(Object value) {
        if (value instanceof String) {
            return "str";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof BigInteger) {
            return "int";
        }
        if (value instanceof Map) {
            return "dict";
        }
        return value instanceof Double ? "float" : "list";
    }
}
