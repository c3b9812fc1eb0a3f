package dev.latchkey.dynamodb;

import dev.latchkey.proof.App;
import dev.latchkey.store.Sequel;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.Factor;
import dev.latchkey.user.PasswordHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The items of the tokens table that say what a change of security replaced: {@code undo#<id>} and the epoch after the change.
 *
 * <p>They lie here and not beside the user because this table can be asked for all of one user, and forgets what is over by itself.
 */
public final class UndoItems {
    /** What their keys begin with. */
    public static final String UNDO = "undo#";

    private static final String TIME = "time";
    private static final String PASSWORDS = "passwords";
    private static final String OF_APP = "of_app";

    private UndoItems() {}

    public static String pk(long userId) {
        return UNDO + userId;
    }

    /** Epochs are written with as many digits as one can have, so that they sort. */
    static Map<String, AttributeValue> key(Undo undo) {
        String epoch = "0".repeat(19) + undo.epoch();
        return Map.of(
                SessionItems.PK,
                Item.string(pk(undo.userId())),
                SessionItems.SK,
                Item.string(epoch.substring(epoch.length() - 19)));
    }

    public static Map<String, AttributeValue> write(Undo undo) {
        Item item = new Item(new HashMap<>(key(undo)))
                .put(SessionItems.ID, undo.userId())
                .put(UserItems.INCARNATION, undo.incarnation())
                .put(UserItems.SECURITY_EPOCH, undo.epoch())
                .put(TIME, undo.time())
                .put(SessionItems.TTL, Item.ttlSeconds(undo.time().plus(Undo.LIFE)))
                .put(UserItems.EMAIL, undo.email())
                .put(UserItems.EMAIL_VERIFIED, undo.emailVerified())
                .put(OF_APP, undo.ofApp());
        if (!undo.passwords().isEmpty()) {
            item.put(
                    PASSWORDS,
                    AttributeValue.fromSs(undo.passwords().stream()
                            .map(PasswordHash::encoded)
                            .distinct()
                            .toList()));
        }
        if (!undo.factors().isEmpty()) {
            item.put(UserItems.FACTORS, UserItems.factors(undo.factors()));
        }
        App app = undo.app();
        if (app != null) {
            FactorItems.putApp(item, app);
        }
        return item.attributes();
    }

    static Undo read(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new Undo(
                item.number(SessionItems.ID),
                item.number(UserItems.INCARNATION),
                item.number(UserItems.SECURITY_EPOCH),
                item.time(TIME),
                item.texts(PASSWORDS).stream().map(PasswordHash::new).toList(),
                item.text(UserItems.EMAIL),
                item.flag(UserItems.EMAIL_VERIFIED),
                item.texts(UserItems.FACTORS).stream().map(Factor::of).collect(Collectors.toUnmodifiableSet()),
                item.flag(OF_APP),
                FactorItems.isInForce(attributes) ? FactorItems.readApp(attributes) : null);
    }

    /** Reads all of one user. */
    static List<Undo> list(DynamoDbClient client, Tables tables, long userId) {
        return Partition.read(client, tables.tokens(), pk(userId)).stream()
                .map(UndoItems::read)
                .toList();
    }

    /** Returns the writes of what is written with a change. */
    static List<TransactWriteItem> sequel(Tables tables, Sequel sequel) {
        List<TransactWriteItem> items = new ArrayList<>();
        sequel.events().forEach(event -> items.add(DynamoDbOutbox.put(tables, event)));
        Undo undo = sequel.undo();
        if (undo != null) {
            Put put = Put.builder().tableName(tables.tokens()).item(write(undo)).build();
            items.add(TransactWriteItem.builder().put(put).build());
        }
        return items;
    }
}
