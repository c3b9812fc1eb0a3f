package dev.latchkey.dynamodb;

import dev.latchkey.config.Environment;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.store.LinkStore;
import dev.latchkey.store.Sequel;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Mailed secrets in DynamoDB; see {@link LinkItems} for the items. */
public final class DynamoDbLinkStore implements LinkStore {
    private final DynamoDbClient client;
    private final Tables tables;

    /** Builds the store on the environment's client and tables. */
    public DynamoDbLinkStore(Environment environment) {
        this.client = DynamoDb.of(environment);
        this.tables = Tables.from(environment.variables());
    }

    @Override
    public LinkWithUser find(Purpose purpose, long userId, TokenKey key) {
        Map<String, List<Map<String, AttributeValue>>> found = BatchGet.run(
                client,
                Map.of(
                        tables.users(), List.of(UserItems.key(userId)),
                        tables.tokens(), List.of(LinkItems.key(purpose, userId, key))));
        return new LinkWithUser(
                BatchGet.only(found, tables.tokens())
                        .map(item -> LinkItems.read(purpose, item))
                        .orElse(null),
                BatchGet.only(found, tables.users()).map(UserItems::read).orElse(null));
    }

    @Override
    public List<Link> list(long userId) {
        return Partition.read(client, tables.tokens(), LinkItems.MAIL + userId).stream()
                .map(LinkItems::read)
                .toList();
    }

    @Override
    public Redeemed redeem(Link link, User seen, User after, Sequel sequel) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(UserUpdate.of(tables, seen, after));
        items.add(use(tables, link));
        items.addAll(claims(tables, seen, after));
        items.addAll(UndoItems.sequel(tables, sequel));
        // One name for all attempts: one that goes on while another is made cannot use the link against it.
        String attempt = UUID.randomUUID().toString();
        Calls.Retries retries = new Calls.Retries("redeem");
        while (true) {
            List<CancellationReason> reasons = Calls.transact(client, items, attempt);
            if (reasons.isEmpty()) {
                return Redeemed.DONE;
            }
            if (Calls.conditionFailed(reasons.get(1))) {
                return Redeemed.LINK_GONE;
            }
            if (Calls.conditionFailed(reasons.get(0))) {
                return Redeemed.USER_CHANGED;
            }
            retries.pauseAfter(reasons);
        }
    }

    /** Returns the write that uses a link up, as a part of a transaction. */
    static TransactWriteItem use(Tables tables, Link link) {
        Delete delete = Delete.builder()
                .tableName(tables.tokens())
                .key(LinkItems.key(link.purpose(), link.userId(), link.digest().key()))
                .conditionExpression(SessionItems.DIGEST + " = :digest")
                .expressionAttributeValues(Map.of(
                        ":digest",
                        AttributeValue.fromB(
                                SdkBytes.fromByteArray(link.digest().bytes()))))
                .build();
        return TransactWriteItem.builder().delete(delete).build();
    }

    /** Of another address the user is found by its form from now on, and by the old one no longer. */
    static List<TransactWriteItem> claims(Tables tables, User seen, User after) {
        Optional<EmailForm> before = EmailForm.of(seen.email());
        Optional<EmailForm> now = EmailForm.of(after.email());
        List<TransactWriteItem> items = new ArrayList<>();
        if (before.equals(now)) {
            return items;
        }
        now.ifPresent(form -> items.add(claim(tables, form, after.id())));
        before.ifPresent(form -> items.add(unclaim(tables, form, seen.id())));
        return items;
    }

    /** Returns the write after which a user no longer states an address. */
    static TransactWriteItem unclaim(Tables tables, EmailForm form, long userId) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(tables.tokens()).key(LinkItems.claimKey(form, userId)))
                .build();
    }

    /** Returns the write of a stated address, as a part of a transaction. */
    static TransactWriteItem claim(Tables tables, EmailForm form, long userId) {
        Put put = Put.builder()
                .tableName(tables.tokens())
                .item(LinkItems.claim(form, userId))
                .build();
        return TransactWriteItem.builder().put(put).build();
    }
}
