package dev.latchkey.dynamodb;

import dev.latchkey.user.Deletion;
import dev.latchkey.user.Factor;
import dev.latchkey.user.FormerPassword;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** The update that makes a user who was seen into the one who is wanted, if nothing has moved that was seen. */
final class UserUpdate {
    private final Map<String, AttributeValue> values = new HashMap<>();
    private final List<String> set = new ArrayList<>();
    private final List<String> remove = new ArrayList<>();

    private UserUpdate() {}

    /** Returns the update as a part of a transaction; only what differs is written. */
    static TransactWriteItem of(Tables tables, User seen, User after) {
        return of(tables, seen, after, UserConditions::unchanged);
    }

    /** Returns the update under another condition than that nothing has moved. */
    static TransactWriteItem of(
            Tables tables, User seen, User after, BiFunction<User, Map<String, AttributeValue>, String> condition) {
        return of(tables, seen, after, condition, update -> {});
    }

    /** Returns the update with something that is no part of what a request reads of a user. */
    static TransactWriteItem of(
            Tables tables,
            User seen,
            User after,
            BiFunction<User, Map<String, AttributeValue>, String> condition,
            Consumer<UserUpdate> more) {
        UserUpdate update = new UserUpdate();
        update.compare(seen, after);
        more.accept(update);
        String expression = "SET " + String.join(", ", update.set);
        if (!update.remove.isEmpty()) {
            expression += " REMOVE " + String.join(", ", update.remove);
        }
        Update write = Update.builder()
                .tableName(tables.users())
                .key(UserItems.key(seen.id()))
                .updateExpression(expression)
                .conditionExpression(condition.apply(seen, update.values))
                .expressionAttributeValues(update.values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        return TransactWriteItem.builder().update(write).build();
    }

    private void compare(User seen, User after) {
        Security before = seen.security();
        Security now = after.security();
        if (after.passwordHash() != null && !after.passwordHash().equals(seen.passwordHash())) {
            set(
                    UserItems.PASSWORD,
                    ":newpassword",
                    Item.string(after.passwordHash().encoded()));
        }
        if (after.passwordHash() == null && seen.passwordHash() != null) {
            remove.add(UserItems.PASSWORD);
        }
        if (after.generation() != seen.generation()) {
            set(UserItems.GENERATION, ":newgeneration", Item.numeric(after.generation()));
            remove.add(UserItems.KEPT_KEY);
            remove.add(UserItems.KEPT_GENERATION);
            remove.add(UserItems.KNOWN_SOURCES);
        }
        if (!after.email().equals(seen.email())) {
            set(UserItems.EMAIL, ":email", Item.string(after.email()));
        }
        if (now.epoch() != before.epoch()) {
            set(UserItems.SECURITY_EPOCH, ":newepoch", Item.numeric(now.epoch()));
        }
        if (now.keyGeneration() != before.keyGeneration()) {
            set(UserItems.KEY_GENERATION, ":keygeneration", Item.numeric(now.keyGeneration()));
        }
        if (now.emailVerified() != before.emailVerified()) {
            set(UserItems.EMAIL_VERIFIED, ":verified", AttributeValue.fromBool(now.emailVerified()));
        }
        if (before.factors().contains(Factor.PASSKEY) && !now.factors().contains(Factor.PASSKEY)) {
            // Who adds one later is another to authenticators: no passkey of before is theirs.
            remove.add(PasskeyItems.HANDLE);
        }
        if (now.factors().isEmpty() && !before.factors().isEmpty()) {
            remove.add(UserItems.FACTORS);
        } else if (!now.factors().equals(before.factors())) {
            set(UserItems.FACTORS, ":factors", UserItems.factors(now.factors()));
        }
        compareDeletion(before.deletion(), now.deletion());
        FormerPassword former = now.formerPassword();
        if (former != null && !former.equals(before.formerPassword())) {
            set(UserItems.FORMER_PASSWORD, ":former", Item.string(former.hash().encoded()));
            set(UserItems.FORMER_REPLACED, ":replaced", Item.numeric(Item.micros(former.replaced())));
        }
    }

    private void compareDeletion(@Nullable Deletion before, @Nullable Deletion now) {
        if (now == null && before != null) {
            remove.add(UserItems.DELETING);
            remove.add(UserItems.PURGING);
        } else if (now != null && !now.equals(before)) {
            set(UserItems.DELETING, ":deleting", Item.numeric(Item.micros(now.at())));
            if (now.purging()) {
                set(UserItems.PURGING, ":purging", AttributeValue.fromBool(true));
            }
        }
    }

    void remove(String attribute) {
        remove.add(attribute);
    }

    void set(String attribute, String name, AttributeValue value) {
        set.add(attribute + " = " + name);
        values.put(name, value);
    }
}
