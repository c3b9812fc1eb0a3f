package dev.latchkey.cli.transfer;

import dev.latchkey.dynamodb.FactorItems;
import dev.latchkey.dynamodb.Item;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.factor.NotSealedException;
import dev.latchkey.factor.SecretBox;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items that hold a secret which only the stack's own key opens: authenticator apps with their backup codes. On the way they are under
 * another key, each still for its user and incarnation alone.
 */
final class AppItems {
    private AppItems() {}

    /** Tells whether an item of the users table holds such a secret. */
    static boolean isSecret(String table, Map<String, AttributeValue> item) {
        AttributeValue key = item.get(UserItems.PK);
        return table.equals(ItemTables.USERS)
                && key != null
                && key.s() != null
                && key.s().startsWith(FactorItems.APP)
                && item.containsKey(FactorItems.SEALED);
    }

    /**
     * Returns an item with its secret under another key.
     *
     * @throws NotSealedException if the one key does not open it for the item's user
     */
    static Map<String, AttributeValue> rewrapped(Map<String, AttributeValue> item, SecretBox from, SecretBox to) {
        Map<String, AttributeValue> other = new HashMap<>(item);
        new Item(other).put(FactorItems.SEALED, to.seal(owner(item), opened(item, from)));
        return other;
    }

    /** Tells whether two items say the same under two keys, of which the ciphertexts always differ. */
    static boolean areSame(
            Map<String, AttributeValue> here, SecretBox ofHere, Map<String, AttributeValue> there, SecretBox ofThere) {
        Map<String, AttributeValue> rest = new HashMap<>(here);
        rest.put(FactorItems.SEALED, there.getOrDefault(FactorItems.SEALED, AttributeValue.fromNul(true)));
        try {
            return rest.equals(there) && Arrays.equals(opened(here, ofHere), opened(there, ofThere));
        } catch (NotSealedException e) {
            return false;
        }
    }

    static byte[] opened(Map<String, AttributeValue> item, SecretBox box) {
        AttributeValue sealed = item.get(FactorItems.SEALED);
        if (sealed == null || sealed.b() == null) {
            throw new NotSealedException(new IllegalArgumentException("nothing is sealed"));
        }
        return box.open(owner(item), sealed.b().asByteArray());
    }

    private static SecretBox.Owner owner(Map<String, AttributeValue> item) {
        Item read = new Item(item);
        return new SecretBox.Owner(read.number(UserItems.ID, 0), read.number(UserItems.INCARNATION, 0));
    }
}
