package dev.latchkey.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a Django site knows of a user that no request here reads: it is kept, so that it can be taken away again.
 *
 * @param firstName the first name, may be empty
 * @param lastName the last name, may be empty
 * @param staff Django's {@code is_staff}
 * @param superuser Django's {@code is_superuser}
 * @param groups the names or keys of the groups, as the dump had them
 */
public record Profile(String firstName, String lastName, boolean staff, boolean superuser, List<String> groups) {
    /** The attribute of a user's item. */
    static final String ATTRIBUTE = "profile";

    private static final String FIRST_NAME = "first_name";
    private static final String LAST_NAME = "last_name";
    private static final String STAFF = "is_staff";
    private static final String SUPERUSER = "is_superuser";
    private static final String GROUPS = "groups";

    /** Nothing worth keeping. */
    public static final Profile EMPTY = new Profile("", "", false, false, List.of());

    /** Copies the list. */
    public Profile {
        groups = List.copyOf(groups);
    }

    /** Reads the profile of a user's item; {@link #EMPTY} where none was kept. */
    public static Profile of(Map<String, AttributeValue> item) {
        AttributeValue stored = item.get(ATTRIBUTE);
        if (stored == null || !stored.hasM()) {
            return EMPTY;
        }
        Map<String, AttributeValue> members = stored.m();
        List<String> groups = new ArrayList<>();
        if (members.containsKey(GROUPS)) {
            members.get(GROUPS).l().forEach(group -> groups.add(group.s()));
        }
        return new Profile(
                text(members, FIRST_NAME),
                text(members, LAST_NAME),
                members.containsKey(STAFF),
                members.containsKey(SUPERUSER),
                groups);
    }

    /** Writes what is there: an absent member is empty, or false. */
    AttributeValue write() {
        Map<String, AttributeValue> members = new HashMap<>();
        if (!firstName.isEmpty()) {
            members.put(FIRST_NAME, AttributeValue.fromS(firstName));
        }
        if (!lastName.isEmpty()) {
            members.put(LAST_NAME, AttributeValue.fromS(lastName));
        }
        if (staff) {
            members.put(STAFF, AttributeValue.fromBool(true));
        }
        if (superuser) {
            members.put(SUPERUSER, AttributeValue.fromBool(true));
        }
        if (!groups.isEmpty()) {
            members.put(
                    GROUPS,
                    AttributeValue.fromL(
                            groups.stream().map(AttributeValue::fromS).toList()));
        }
        return AttributeValue.fromM(members);
    }

    private static String text(Map<String, AttributeValue> members, String name) {
        AttributeValue value = members.get(name);
        return value == null ? "" : value.s();
    }
}
