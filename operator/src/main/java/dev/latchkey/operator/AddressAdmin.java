package dev.latchkey.operator;

import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.Calls;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.Item;
import dev.latchkey.dynamodb.LinkItems;
import dev.latchkey.dynamodb.OutboxItems;
import dev.latchkey.dynamodb.Tables;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.text.Language;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.Kind;
import dev.latchkey.user.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * What an operator does to users' addresses. Each write compares the user with what was read, so that all of it may run on a live stack,
 * and again.
 *
 * <p>Every method may throw {@link StoreUnavailableException} and {@link ContentionException}.
 */
public final class AddressAdmin {
    private static final String UNDER_WAY = "address";

    private final DynamoDbClient client;
    private final Tables tables;
    private final Environment environment;
    private final OutboxEvents events;

    /** Builds the operations on the environment's client and tables; where it names a table of events, others hear of changes. */
    public AddressAdmin(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
        this.environment = environment;
        this.events = OutboxEvents.ofOperators(!tables.events().isEmpty(), environment.randomness());
    }

    /** What became of a user. */
    public enum Outcome {
        /** It is so now. */
        DONE,
        /** It was so before. */
        SAME,
        /** The user has no address that mail could go to, or is no person. */
        NO_ADDRESS,
        /** The user was deleted, or has another address by now. */
        GONE
    }

    /**
     * Has a user found by the address that they state: who came when no mail was sent, or by an import, is not yet, and a mail to choose
     * a new password would not reach them.
     */
    public Outcome index(User seen) {
        EmailForm form = formOf(seen).orElse(null);
        if (form == null) {
            return Outcome.NO_ADDRESS;
        }
        Map<String, AttributeValue> key = LinkItems.claimKey(form, seen.id());
        if (Writes.get(client, tables.tokens(), key) != null) {
            return Outcome.SAME;
        }
        Map<String, AttributeValue> values = new HashMap<>();
        TransactWriteItem stated = Writes.check(tables.users(), UserItems.key(seen.id()), same(seen, values), values);
        TransactWriteItem claim = TransactWriteItem.builder()
                .put(put -> put.tableName(tables.tokens()).item(LinkItems.claim(form, seen.id())))
                .build();
        return write(List.of(stated, claim)) ? Outcome.DONE : Outcome.GONE;
    }

    /** Says that a user's address is theirs: an operator knows it from elsewhere. */
    public Outcome verify(User seen) {
        if (formOf(seen).isEmpty()) {
            return Outcome.NO_ADDRESS;
        }
        if (seen.security().emailVerified()) {
            return Outcome.SAME;
        }
        User after = seen.with(seen.security().verified());
        Map<String, AttributeValue> values = new HashMap<>();
        String condition = same(seen, values) + " AND "
                + equal(UserItems.SECURITY_EPOCH, ":epoch", seen.security().epoch(), values);
        values.put(":true", AttributeValue.fromBool(true));
        values.put(":next", Item.numeric(after.security().epoch()));
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(TransactWriteItem.builder()
                .update(update -> update.tableName(tables.users())
                        .key(UserItems.key(seen.id()))
                        .updateExpression("SET " + UserItems.EMAIL_VERIFIED + " = :true, " + UserItems.SECURITY_EPOCH
                                + " = :next")
                        .conditionExpression(condition)
                        .expressionAttributeValues(values))
                .build());
        events.of(OutboxEvent.Kind.USER_VERIFIED, after, environment.now(), Language.EN)
                .forEach(event -> items.add(TransactWriteItem.builder()
                        .put(put -> put.tableName(tables.events()).item(OutboxItems.write(event)))
                        .build()));
        return write(items) ? Outcome.DONE : Outcome.GONE;
    }

    /** Returns the form of an address that mail may go to. */
    public static Optional<EmailForm> formOf(User user) {
        return user.security().kind() == Kind.PERSON ? EmailForm.of(user.email()) : Optional.empty();
    }

    private static String same(User seen, Map<String, AttributeValue> values) {
        values.put(":email", Item.string(seen.email()));
        return UserItems.EMAIL + " = :email AND "
                + equal(UserItems.INCARNATION, ":incarnation", seen.security().incarnation(), values);
    }

    /** A number that is not stored is 0. */
    private static String equal(String attribute, String name, long seen, Map<String, AttributeValue> values) {
        if (seen == 0) {
            return "attribute_not_exists(" + attribute + ")";
        }
        values.put(name, Item.numeric(seen));
        return attribute + " = " + name;
    }

    /** Tells whether all of it was written; not if a condition is false. */
    private boolean write(List<TransactWriteItem> items) {
        Calls.Retries retries = new Calls.Retries(UNDER_WAY);
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items);
            if (reasons.isEmpty()) {
                return true;
            }
            if (reasons.stream().anyMatch(Calls::conditionFailed)) {
                return false;
            }
            retries.pauseAfter(reasons);
        }
    }
}
