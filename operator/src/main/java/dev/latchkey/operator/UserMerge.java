package dev.latchkey.operator;

import dev.latchkey.dynamodb.Item;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.operator.Origin.Field;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Decides, field by field, between what a user is at the source and what they are here.
 *
 * <p>What changed at the source alone is taken, what changed here alone is kept, and what changed on both sides is kept and told. A
 * taken password or flag ends every session in the same write, a taken flag ends keys too, and a taken address is not verified. The
 * write holds only while the user is as read.
 */
final class UserMerge {
    private final User source;
    private final @Nullable Profile profile;
    private final Map<String, AttributeValue> item;
    private final User here;
    private final Origin base;
    private final UnaryOperator<PasswordHash> storing;
    private final Set<Field> taken = EnumSet.noneOf(Field.class);
    private final Set<Field> conflicts = EnumSet.noneOf(Field.class);
    private final Map<Field, byte[]> newBase = new EnumMap<>(Field.class);

    /** Compares; {@code storing} makes what is stored of a hash. */
    UserMerge(IncomingUser incoming, Map<String, AttributeValue> item, UnaryOperator<PasswordHash> storing) {
        this.storing = storing;
        this.source = incoming.user();
        this.profile = incoming.profile();
        this.item = item;
        this.here = UserItems.read(item);
        this.base = Origin.of(item);
        for (Field field : Field.values()) {
            decide(field);
        }
    }

    /**
     * Tells whether the user here is another person than the one at the source: joined at another time, or, where no import left a
     * record, of another name.
     */
    static boolean isAnother(User source, Map<String, AttributeValue> item) {
        User here = UserItems.read(item);
        return !here.created().equals(source.created())
                || (!item.containsKey(Origin.ATTRIBUTE) && !here.username().equals(source.username()));
    }

    private void decide(Field field) {
        byte[] wanted = Origin.fingerprint(source, field);
        if (isHere(field)) {
            newBase.put(field, wanted);
        } else if (base.is(field, wanted)) {
            return;
        } else if (isUntouched(field)) {
            taken.add(field);
            newBase.put(field, wanted);
        } else {
            conflicts.add(field);
        }
    }

    private boolean isHere(Field field) {
        return switch (field) {
            case NAME -> here.username().equals(source.username());
            case EMAIL -> here.email().equals(source.email());
            case PASSWORD -> Objects.equals(here.passwordHash(), source.passwordHash()) || isWrappedHere();
            case ACTIVE -> here.active() == source.active();
        };
    }

    /** The hash that the source has lies here within another. */
    private boolean isWrappedHere() {
        PasswordHash hash = here.passwordHash();
        return hash != null && hash.isWrapped() && base.is(Field.PASSWORD, Origin.fingerprint(source, Field.PASSWORD));
    }

    /** A login here stores the same password under another hash; only what ends sessions changes the password itself. */
    private boolean isUntouched(Field field) {
        return base.is(field, Origin.fingerprint(here, field))
                || (field == Field.PASSWORD && base.fingerprint(Field.PASSWORD) != null && base.nothingEnded(here));
    }

    /** Leaves the name as it is here, because somebody else has the one at the source. */
    void keepName() {
        taken.remove(Field.NAME);
        newBase.remove(Field.NAME);
        conflicts.add(Field.NAME);
    }

    Set<Field> conflicts() {
        return conflicts;
    }

    boolean takesName() {
        return taken.contains(Field.NAME);
    }

    /** Returns the form under which the name here is unique. */
    String nameKeyHere() {
        return UsernameRule.uniquenessKey(UsernameRule.normalize(here.username()));
    }

    /** Tells whether anything that people see of the user is to be written. */
    boolean takesAnything() {
        return !taken.isEmpty() || takesLastLogin() || takesProfile();
    }

    /** Tells whether anything is to be written, if only what the next import compares with. */
    boolean writes() {
        return takesAnything() || !merged().equals(base) || !item.containsKey(Origin.ATTRIBUTE);
    }

    /** Tells whether the user differs from what the source has, and the source has not moved. */
    boolean isChangedHere() {
        return here.sessionsOpened() > 0
                || !base.nothingEnded(here)
                || newBase.size() + conflicts.size() < Field.values().length;
    }

    /** Returns the generation that sessions of the source come under, or 0 if they were all ended here. */
    long sessionGeneration() {
        return base.nothingEnded(here) ? merged().sessionGeneration() : 0;
    }

    private boolean endsSessions() {
        return taken.contains(Field.PASSWORD) || taken.contains(Field.ACTIVE);
    }

    private boolean takesLastLogin() {
        Instant theirs = source.lastLogin();
        Instant ours = here.lastLogin();
        return theirs != null && (ours == null || theirs.isAfter(ours));
    }

    private boolean takesProfile() {
        return profile != null && !profile.equals(Profile.of(item));
    }

    private Origin merged() {
        if (!endsSessions() || !base.nothingEnded(here)) {
            return base.with(newBase, base.sessionGeneration());
        }
        boolean active = taken.contains(Field.ACTIVE) ? source.active() : here.active();
        long next = here.generation() + 1;
        return base.with(newBase, active ? next : next - 1);
    }

    /** What is written, and under which condition. */
    record Change(String update, String condition, Map<String, AttributeValue> values) {}

    Change change() {
        Map<String, AttributeValue> values = new HashMap<>();
        List<String> sets = new ArrayList<>();
        List<String> removes = new ArrayList<>();
        set(sets, values, Origin.ATTRIBUTE, merged().write());
        if (taken.contains(Field.NAME)) {
            set(sets, values, UserItems.USERNAME, Item.string(source.username()));
        }
        if (taken.contains(Field.EMAIL)) {
            set(sets, values, UserItems.EMAIL, Item.string(source.email()));
            set(
                    sets,
                    values,
                    UserItems.SECURITY_EPOCH,
                    Item.numeric(here.security().epoch() + 1));
            removes.add(UserItems.EMAIL_VERIFIED);
        }
        if (taken.contains(Field.ACTIVE)) {
            set(sets, values, UserItems.ACTIVE, AttributeValue.fromBool(source.active()));
            set(
                    sets,
                    values,
                    UserItems.KEY_GENERATION,
                    Item.numeric(here.security().keyGeneration() + 1));
        }
        if (taken.contains(Field.PASSWORD)) {
            PasswordHash hash = source.passwordHash();
            if (hash == null) {
                removes.add(UserItems.PASSWORD);
            } else {
                set(
                        sets,
                        values,
                        UserItems.PASSWORD,
                        Item.string(storing.apply(hash).encoded()));
            }
            removes.add(UserItems.KNOWN_SOURCES);
        }
        if (endsSessions()) {
            set(sets, values, UserItems.GENERATION, Item.numeric(here.generation() + 1));
        }
        if (takesLastLogin()) {
            set(
                    sets,
                    values,
                    UserItems.LAST_LOGIN,
                    Item.numeric(Item.micros(Objects.requireNonNull(source.lastLogin()))));
        }
        if (takesProfile()) {
            set(sets, values, Profile.ATTRIBUTE, Objects.requireNonNull(profile).write());
        }
        String update =
                "SET " + String.join(", ", sets) + (removes.isEmpty() ? "" : " REMOVE " + String.join(", ", removes));
        return new Change(update, asRead(values), values);
    }

    private static void set(
            List<String> sets, Map<String, AttributeValue> values, String attribute, AttributeValue value) {
        sets.add(attribute + " = :" + attribute);
        values.put(":" + attribute, value);
    }

    /** The fields that are decided about are as they were read; a login meanwhile that hashes nothing anew is no hindrance. */
    private String asRead(Map<String, AttributeValue> values) {
        List<String> conditions = new ArrayList<>();
        for (String attribute : List.of(
                UserItems.USERNAME,
                UserItems.EMAIL,
                UserItems.PASSWORD,
                UserItems.ACTIVE,
                UserItems.GENERATION,
                UserItems.KEY_GENERATION,
                UserItems.SECURITY_EPOCH)) {
            AttributeValue seen = item.get(attribute);
            if (seen == null) {
                conditions.add("attribute_not_exists(" + attribute + ")");
            } else {
                conditions.add(attribute + " = :seen_" + attribute);
                values.put(":seen_" + attribute, seen);
            }
        }
        return String.join(" AND ", conditions);
    }
}
