package dev.latchkey.dynamodb;

import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings.LimitPolicy;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.SessionStore.Limit;
import dev.latchkey.store.SessionStore.OpenResult;
import dev.latchkey.user.KnownSources;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    /** A transaction holds 100 items; some of them are the user, the new token, and what a proof writes. */
    private static final int MAX_DELETES = 90;

    private final DynamoDbClient client;
    private final Tables tables;
    private final SessionStore sessions;
    private final SessionPolicy policy;
    private final Session session;
    private final @Nullable PasswordHash rehashed;
    private final @Nullable Limit limit;
    private final @Nullable KnownSources known;
    private final @Nullable LoginEvidence proven;

    SessionOpening(
            DynamoDbClient client,
            Tables tables,
            SessionStore sessions,
            SessionPolicy policy,
            Session session,
            @Nullable PasswordHash rehashed,
            @Nullable Limit limit,
            @Nullable KnownSources known,
            @Nullable LoginEvidence proven) {
        this.client = client;
        this.tables = tables;
        this.sessions = sessions;
        this.policy = policy;
        this.session = session;
        this.rehashed = rehashed;
        this.limit = limit;
        this.known = known;
        this.proven = proven;
    }

    OpenResult run(User seen) {
        User user = seen;
        Calls.Retries retries = new Calls.Retries("open");
        while (true) {
            Optional<List<Session>> toEnd = limit == null ? Optional.of(List.of()) : makeRoom(user, limit);
            if (toEnd.isEmpty()) {
                return OpenResult.LIMIT_REACHED;
            }
            List<CancellationReason> reasons = Calls.transact(client, items(user, toEnd.get()));
            if (reasons.isEmpty() || isOurs(reasons.get(1))) {
                return OpenResult.OPENED;
            }
            Optional<OpenResult> refused =
                    proven == null ? Optional.empty() : proven.refused(reasons.subList(2, reasons.size()));
            if (refused.isPresent()) {
                return refused.get();
            }
            if (Calls.conditionFailed(reasons.get(0))) {
                User now =
                        reasons.get(0).hasItem() ? UserItems.read(reasons.get(0).item()) : null;
                if (now == null
                        || !isStillRight(now, seen)
                        || (proven != null && !proven.holds(reasons.get(0).item()))) {
                    return OpenResult.USER_CHANGED;
                }
                user = now;
            }
            retries.pauseAfter(reasons);
        }
    }

    /**
     * Of a user whose sessions alone were ended meanwhile, the password that was verified is as right as before. A step is not: ending all
     * sessions ends it too.
     */
    private boolean isStillRight(User now, User seen) {
        return now.active()
                && (proven == null || now.generation() == seen.generation())
                && Objects.equals(now.passwordHash(), seen.passwordHash())
                && now.security().epoch() == seen.security().epoch()
                && now.security().incarnation() == seen.security().incarnation();
    }

    /** Decides which sessions end for the new one; nothing if there is no room for it. */
    private Optional<List<Session>> makeRoom(User user, Limit limit) {
        Instant now = session.created();
        List<Session> live = new ArrayList<>();
        List<Session> toEnd = new ArrayList<>();
        for (Session stored : sessions.list(user.id())) {
            if (policy.isLive(user, stored, now)) {
                live.add(stored);
            } else if (policy.isLive(user, stored, now.minus(IN_FLIGHT))) {
                toEnd.add(stored);
            }
        }
        int excess = live.size() - limit.max() + 1;
        if (excess > 0 && limit.policy() == LimitPolicy.REJECT) {
            return Optional.empty();
        }
        toEnd.addAll(live.subList(0, Math.max(0, excess)));
        return Optional.of(withoutSurplus(toEnd));
    }

    /** A user may have had any number of sessions before there was a limit: what no transaction can hold ends beforehand. */
    private List<Session> withoutSurplus(List<Session> toEnd) {
        int surplus = Math.max(0, toEnd.size() - MAX_DELETES);
        toEnd.subList(0, surplus).forEach(ended -> sessions.end(ended.userId(), ended.key()));
        return toEnd.subList(surplus, toEnd.size());
    }

    private List<TransactWriteItem> items(User user, List<Session> toEnd) {
        List<TransactWriteItem> items = new ArrayList<>();
        items.add(TransactWriteItem.builder().update(touch(user)).build());
        items.add(TransactWriteItem.builder().put(put(user)).build());
        if (proven != null) {
            items.addAll(proven.items());
        }
        for (Session ended : toEnd) {
            Delete delete = Delete.builder()
                    .tableName(tables.tokens())
                    .key(SessionItems.key(ended.userId(), ended.key()))
                    .build();
            items.add(TransactWriteItem.builder().delete(delete).build());
        }
        return items;
    }

    private Update touch(User user) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":now", Item.numeric(Item.micros(session.created())));
        values.put(":one", Item.numeric(1));
        String update = "SET " + UserItems.LAST_LOGIN + " = :now, " + UserItems.SESSIONS_OPENED + " = "
                + UserItems.SESSIONS_OPENED + " + :one";
        if (rehashed != null) {
            values.put(":rehashed", Item.string(rehashed.encoded()));
            update += ", " + UserItems.PASSWORD + " = :rehashed";
        }
        if (known != null) {
            values.put(":known", UserItems.knownSources(known));
            update += ", " + UserItems.KNOWN_SOURCES + " = :known";
        }
        if (proven != null) {
            // Who has the factor has not lost it.
            update += " REMOVE " + UserItems.FACTOR_RESET;
        }
        String condition = UserConditions.unchanged(user, values) + (proven == null ? "" : proven.condition(values));
        if (limit != null) {
            values.put(":sessions", Item.numeric(user.sessionsOpened()));
            condition += " AND " + UserItems.SESSIONS_OPENED + " = :sessions";
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
                .item(SessionItems.write(session.withGeneration(user.generation())))
                .conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /** A retry that finds its own earlier success has found success. */
    private boolean isOurs(CancellationReason reason) {
        return Calls.conditionFailed(reason)
                && reason.hasItem()
                && SessionItems.read(reason.item()).digest().equals(session.digest());
    }
}
