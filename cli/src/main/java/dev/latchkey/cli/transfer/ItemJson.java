package dev.latchkey.cli.transfer;

import dev.latchkey.json.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of the tables as JSON, and back, without loss: texts, whole numbers, flags and lists as themselves, bytes as
 * {@code {"base64": "..."}}, maps as {@code {"map": {...}}}, sets of texts as {@code {"set": [...]}}. Times are microseconds since
 * 1970.
 */
final class ItemJson {
    private static final String BASE64 = "base64";
    private static final String MAP = "map";
    private static final String SET = "set";
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,38}");

    private ItemJson() {}

    static Map<String, @Nullable Object> write(Map<String, AttributeValue> item) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        new TreeMap<>(item).forEach((name, value) -> members.put(name, write(value)));
        return members;
    }

    private static Object write(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case BOOL -> value.bool();
            case B ->
                Map.of(BASE64, Base64.getEncoder().encodeToString(value.b().asByteArrayUnsafe()));
            case N -> whole(value.n());
            case M -> Map.of(MAP, write(value.m()));
            case L -> value.l().stream().map(ItemJson::write).toList();
            case SS -> Map.of(SET, value.ss().stream().sorted().toList());
            default -> throw new IllegalStateException("no item has an attribute of type " + value.type());
        };
    }

    private static BigInteger whole(String number) {
        if (!WHOLE.matcher(number).matches()) {
            throw new IllegalStateException("no item has a number that is not whole");
        }
        return new BigInteger(number);
    }

    /**
     * Reads an item.
     *
     * @throws BadRowException if it is none
     */
    static Map<String, AttributeValue> read(Map<String, @Nullable Object> members) throws BadRowException {
        Map<String, AttributeValue> item = new HashMap<>();
        for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
            item.put(member.getKey(), read(member.getValue()));
        }
        return item;
    }

    private static AttributeValue read(@Nullable Object value) throws BadRowException {
        if (value instanceof String text) {
            return AttributeValue.fromS(text);
        }
        if (value instanceof Boolean flag) {
            return AttributeValue.fromBool(flag);
        }
        if (value instanceof BigInteger number
                && WHOLE.matcher(number.toString()).matches()) {
            return AttributeValue.fromN(number.toString());
        }
        if (value instanceof List<?> elements) {
            List<AttributeValue> values = new ArrayList<>();
            for (Object element : elements) {
                values.add(read(element));
            }
            return AttributeValue.fromL(values);
        }
        if (value instanceof Map<?, ?> members && members.size() == 1) {
            return readTyped(members);
        }
        throw new BadRowException("has a value that no item has");
    }

    private static AttributeValue readTyped(Map<?, ?> members) throws BadRowException {
        if (members.get(BASE64) instanceof String text) {
            return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes(text)));
        }
        if (members.get(MAP) instanceof Map<?, ?> map) {
            return AttributeValue.fromM(read(Json.object(map)));
        }
        if (members.get(SET) instanceof List<?> texts
                && !texts.isEmpty()
                && texts.stream().allMatch(String.class::isInstance)) {
            return AttributeValue.fromSs(texts.stream().map(String.class::cast).toList());
        }
        throw new BadRowException("has a value that no item has");
    }

    private static byte[] bytes(String base64) throws BadRowException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new BadRowException("has a value that is not base64");
        }
    }
}
