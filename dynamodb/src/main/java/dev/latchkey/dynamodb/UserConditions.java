package dev.latchkey.dynamodb;

import dev.latchkey.user.User;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The conditions that writes to a user item share. */
final class UserConditions {
    private UserConditions() {}

    /**
     * The user is active and still has the password, the generation, the security epoch and the incarnation that were seen.
     *
     * <p>Adds the values it compares with to the caller's.
     */
    static String unchanged(User seen, Map<String, AttributeValue> values) {
        String standing = standing(seen, values);
        String password = "attribute_not_exists(" + UserItems.PASSWORD + ")";
        if (seen.passwordHash() != null) {
            values.put(":seen", Item.string(seen.passwordHash().encoded()));
            password = UserItems.PASSWORD + " = :seen";
        }
        return standing + " AND " + password;
    }

    /** The user is active and still has the generation, the security epoch and the incarnation that were seen. */
    static String standing(User seen, Map<String, AttributeValue> values) {
        values.put(":true", AttributeValue.fromBool(true));
        values.put(":generation", Item.numeric(seen.generation()));
        return UserItems.ACTIVE + " = :true AND " + UserItems.GENERATION + " = :generation AND " + epoch(seen, values);
    }

    /** The user still has the security epoch and the incarnation that were seen, active or not. */
    static String epoch(User seen, Map<String, AttributeValue> values) {
        return same(UserItems.SECURITY_EPOCH, ":epoch", seen.security().epoch(), values) + " AND "
                + same(UserItems.INCARNATION, ":incarnation", seen.security().incarnation(), values);
    }

    /** A number is what was seen, where one that is not stored is 0. */
    static String same(String attribute, String name, long seen, Map<String, AttributeValue> values) {
        if (seen == 0) {
            return "attribute_not_exists(" + attribute + ")";
        }
        values.put(name, Item.numeric(seen));
        return attribute + " = " + name;
    }
}
