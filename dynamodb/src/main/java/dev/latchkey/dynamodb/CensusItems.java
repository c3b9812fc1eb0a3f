package dev.latchkey.dynamodb;

import dev.latchkey.user.HashCensus;
import dev.latchkey.user.HashCensus.Share;
import dev.latchkey.user.PasswordHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The one item {@code hashes#census} of the users table, where stored passwords are not all hashed as new ones are: {@code ways} maps a
 * hash that no password has to how many users were {@code counted} with one of its kind and how many are {@code left}; {@code key}
 * decides which of them a name that nobody has is given.
 */
public final class CensusItems {
    /** The item's key. */
    public static final Map<String, AttributeValue> KEY = Map.of(UserItems.PK, Item.string("hashes#census"));

    /** What takes one user out of a way, if the way is there and has users left; {@code #way} is its hash. */
    static final String ONE_LESS = "SET ways.#way.#left = ways.#way.#left - :one";

    static final String SOME_LEFT = "ways.#way.#left > :none";
    static final String LEFT = "left";

    private static final String SECRET = "key";
    private static final String WAYS = "ways";
    private static final String COUNTED = "counted";

    private CensusItems() {}

    /** Writes a census as an item. */
    public static Map<String, AttributeValue> write(byte[] key, List<Share> shares) {
        Map<String, AttributeValue> ways = new HashMap<>();
        shares.forEach(share -> ways.put(
                share.way().encoded(),
                AttributeValue.fromM(
                        Map.of(COUNTED, Item.numeric(share.counted()), LEFT, Item.numeric(share.left())))));
        Map<String, AttributeValue> item = new HashMap<>(KEY);
        item.put(SECRET, AttributeValue.fromB(SdkBytes.fromByteArray(key)));
        item.put(WAYS, AttributeValue.fromM(ways));
        return item;
    }

    /** Reads a census from its item. */
    public static HashCensus read(Map<String, AttributeValue> item) {
        List<Share> shares = new ArrayList<>();
        Objects.requireNonNull(item.get(WAYS)).m().forEach((way, numbers) -> {
            Item share = new Item(numbers.m());
            shares.add(new Share(new PasswordHash(way), share.number(COUNTED), share.number(LEFT)));
        });
        return new HashCensus(key(item), shares);
    }

    /** Reads the key alone. */
    public static byte[] key(Map<String, AttributeValue> item) {
        return new Item(item).bytes(SECRET);
    }
}
