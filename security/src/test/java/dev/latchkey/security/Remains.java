package dev.latchkey.security;

import dev.latchkey.dynamodb.Tables;
import dev.latchkey.user.UsernameRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Looks through whole tables for what is only half there: a user without a name, a name without a user, a token of nobody. */
public final class Remains {
    private static final String USER = "user#";
    private static final String NAME = "name#";
    private static final String IMPORTED = "imported#";
    private static final Set<String> OF_A_USER =
            Set.of("id", "username", "email", "password", "active", "generation", "sessions", "created");
    private static final Set<String> OF_A_TOKEN = Set.of("id", "digest", "generation", "created", "expiry", "ttl");

    private final List<String> found = new ArrayList<>();
    private final Map<String, Map<String, AttributeValue>> users = new HashMap<>();
    private final Map<String, String> owners = new HashMap<>();

    private Remains() {}

    /** Returns a line for each thing that is half there, in tables to which nobody writes meanwhile. */
    public static List<String> in(DynamoDbClient client, Tables tables) {
        Remains remains = new Remains();
        client.scanPaginator(scan -> scan.tableName(tables.users()).consistentRead(true))
                .items()
                .forEach(remains::takeUserItem);
        remains.compareNames();
        client.scanPaginator(scan -> scan.tableName(tables.tokens()).consistentRead(true))
                .items()
                .forEach(remains::takeTokenItem);
        return remains.found;
    }

    private void takeUserItem(Map<String, AttributeValue> item) {
        String pk = text(item, "pk");
        if (pk.startsWith(NAME)) {
            owners.put(pk.substring(NAME.length()), USER + number(item, "id"));
        } else if (pk.startsWith(USER)) {
            users.put(pk, item);
            complain(!item.keySet().containsAll(OF_A_USER), pk + " has only " + item.keySet());
        } else {
            found.add("unknown item " + pk);
        }
    }

    private void compareNames() {
        users.forEach((pk, item) -> {
            String name = UsernameRule.uniquenessKey(text(item, "username"));
            complain(!pk.equals(owners.get(name)), pk + " has not its own name");
        });
        owners.forEach(
                (name, pk) -> complain(!users.containsKey(pk), "a name belongs to " + pk + ", who is not there"));
        complain(owners.size() != users.size(), owners.size() + " names of " + users.size() + " users");
    }

    private void takeTokenItem(Map<String, AttributeValue> item) {
        String pk = text(item, "pk");
        if (pk.startsWith(USER)) {
            complain(!users.containsKey(pk), "a token of " + pk + ", who is not there");
            complain(!item.keySet().containsAll(OF_A_TOKEN), "a token of " + pk + " has only " + item.keySet());
        } else if (pk.startsWith(IMPORTED)) {
            complain(!users.containsKey(USER + number(item, "id")), pk + " points to nobody");
        }
    }

    private void complain(boolean wrong, String what) {
        if (wrong) {
            found.add(what);
        }
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return Objects.requireNonNull(item.get(name)).s();
    }

    private static String number(Map<String, AttributeValue> item, String name) {
        return Objects.requireNonNull(item.get(name)).n();
    }
}
