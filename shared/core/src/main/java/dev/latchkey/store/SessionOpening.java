package dev.latchkey.store;

import dev.latchkey.config.Tables;
import dev.latchkey.config.TokenSettings.LimitPolicy;
import dev.latchkey.store.TokenStore.Limit;
import dev.latchkey.store.TokenStore.Opened;
import dev.latchkey.token.Token;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Opens one session: a transaction that puts the token only while the user is still what the password was verified against.
 *
 * <p>Under a limit the user's count of sessions ever opened must be unchanged too, so that of two logins that counted the
 * same live sessions only one can go through; the other counts again. Sessions that have expired just now are deleted in the
 * same transaction, or a refresh that began before their expiry could bring them back beside the new one.
 */
final class SessionOpening {
    /** Longer than any check may run between reading a token and moving its expiry. */
    private static final Duration IN_FLIGHT = Duration.ofSeconds(30);

    /** A transaction holds 100 items; two of them are the user and the new token. */
    private static final int MOST_DELETES = 98;

    private final DynamoDbClient client;
    private final Tables tables;
    private final TokenStore tokens;
    private final Token session;
    private final @Nullable PasswordHash rehashed;
    private final @Nullable Limit limit;

    SessionOpening(
            DynamoDbClient client,
            Tables tables,
            TokenStore tokens,
            Token session,
            @Nullable PasswordHash rehashed,
            @Nullable Limit limit) {
        this.client = client;
        this.tables = tables;
        this.tokens = tokens;
        this.session = session;
        this.rehashed = rehashed;
        this.limit = limit;
    }

    Opened run(User seen) {
        User user = seen;
        Calls.Attempts attempts = new Calls.Attempts("open");
        while (true) {
            List<Token> room = new ArrayList<>();
            if (limit != null && !makeRoom(user, limit, room)) {
                return Opened.LIMIT_REACHED;
            }
            List<CancellationReason> reasons = Calls.transact(client, items(user, room));
            if (reasons.isEmpty() || isOurs(reasons.get(1))) {
                return Opened.OPENED;
            }
            if (Calls.conditionFailed(reasons.get(0))) {
                User now =
                        reasons.get(0).hasItem() ? UserItems.read(reasons.get(0).item()) : null;
                if (now == null || !now.active() || !Objects.equals(now.passwordHash(), seen.passwordHash())) {
                    return Opened.USER_CHANGED;
                }
                user = now;
            }
            attempts.pause();
        }
    }

    /** Decides which sessions the new one replaces; false if there is no room for it. */
    private boolean makeRoom(User user, Limit limit, List<Token> replaced) {
        Instant now = session.created();
        List<Token> live = new ArrayList<>();
        for (Token token : tokens.list(user.id())) {
            if (!user.admits(token)) {
                continue;
            }
            if (!token.isExpired(now)) {
                live.add(token);
            } else if (!token.isExpired(now.minus(IN_FLIGHT))) {
                replaced.add(token);
            }
        }
        int excess = live.size() - limit.most() + 1;
        if (excess > 0 && limit.policy() == LimitPolicy.REJECT) {
            return false;
        }
        replaced.addAll(live.subList(0, Math.max(0, excess)));
        endSurplus(replaced);
        return true;
    }

    /** A user may have had any number of sessions before there was a limit: what no transaction can hold ends beforehand. */
    private void endSurplus(List<Token> replaced) {
        List<Token> surplus = replaced.subList(0, Math.max(0, replaced.size() - MOST_DELETES));
        surplus.forEach(token -> tokens.end(token.userId(), token.key()));
        surplus.clear();
    }

    private List<TransactWriteItem> items(User user, List<Token> replaced) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(TransactWriteItem.builder().update(touch(user)).build());
        items.add(TransactWriteItem.builder().put(put(user)).build());
        for (Token token : replaced) {
            Delete delete = Delete.builder()
                    .tableName(tables.tokens())
                    .key(TokenItems.key(token.userId(), token.key()))
                    .build();
            items.add(TransactWriteItem.builder().delete(delete).build());
        }
        return items;
    }

    private Update touch(User user) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":now", Item.numeric(Item.micros(session.created())));
        values.put(":one", Item.numeric(1));
        String update = "SET last_login = :now, sessions = sessions + :one";
        if (rehashed != null) {
            values.put(":rehashed", Item.string(rehashed.encoded()));
            update += ", password = :rehashed";
        }
        String condition = UserConditions.unchanged(user, values);
        if (limit != null) {
            values.put(":sessions", Item.numeric(user.sessions()));
            condition += " AND sessions = :sessions";
        }
        return Update.builder()
                .tableName(tables.users())
                .key(UserItems.key(user.id()))
                .updateExpression(update)
                .conditionExpression(condition)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private Put put(User user) {
        return Put.builder()
                .tableName(tables.tokens())
                .item(TokenItems.write(session.under(user.generation())))
                .conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /** A retry that finds its own earlier success has found success. */
    private boolean isOurs(CancellationReason reason) {
        return Calls.conditionFailed(reason)
                && reason.hasItem()
                && TokenItems.read(reason.item()).digest().equals(session.digest());
    }
}
