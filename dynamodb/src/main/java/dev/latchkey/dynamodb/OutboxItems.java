package dev.latchkey.dynamodb;

import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.text.Language;
import dev.latchkey.user.EmailForm;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The items of the events table: {@code event#<id>} is something that somebody must hear of. */
public final class OutboxItems {
    /** What the keys of events begin with. */
    public static final String EVENT = "event#";

    public static final String PK = "pk";
    public static final String KIND = "kind";
    public static final String ID = "id";
    public static final String FORM = "form";
    public static final String TIME = "time";
    public static final String LANGUAGE = "language";
    public static final String GENERATION = "generation";
    public static final String SECURITY_EPOCH = "security_epoch";
    public static final String INCARNATION = "incarnation";
    public static final String DETAILS = "details";
    public static final String TTL = "ttl";

    /** What attributes begin with that say how often a part of an event was begun. */
    public static final String TRY = "try:";

    /** How long an event is kept that nobody could send. */
    public static final Duration LIFE = Duration.ofDays(7);

    private OutboxItems() {}

    public static Map<String, AttributeValue> key(String eventId) {
        return Map.of(PK, Item.string(EVENT + eventId));
    }

    public static Map<String, AttributeValue> write(OutboxEvent event) {
        Item item = new Item(new HashMap<>(key(event.id())))
                .put(KIND, event.kind().label())
                .put(ID, event.userId())
                .put(TIME, event.time())
                .put(LANGUAGE, event.language().tag())
                .put(GENERATION, event.generation())
                .put(SECURITY_EPOCH, event.epoch())
                .put(INCARNATION, event.incarnation())
                .put(TTL, Item.ttlSeconds(event.time().plus(LIFE)));
        if (event.form() != null) {
            item.put(FORM, event.form().value());
        }
        if (!event.details().isEmpty()) {
            Map<String, AttributeValue> details = new HashMap<>();
            event.details().forEach((name, value) -> details.put(name, Item.string(value)));
            item.put(DETAILS, AttributeValue.fromM(details));
        }
        return item.attributes();
    }

    /**
     * Reads an item of the table.
     *
     * @throws IllegalStateException if it lacks an attribute
     * @throws IllegalArgumentException if its kind or language is unknown, as after a newer version wrote it
     */
    public static OutboxEvent read(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new OutboxEvent(
                id(attributes),
                OutboxEvent.Kind.of(item.text(KIND)),
                item.number(ID),
                item.has(FORM) ? new EmailForm(item.text(FORM)) : null,
                item.time(TIME),
                Language.ofTag(item.text(LANGUAGE)),
                item.number(GENERATION),
                item.number(SECURITY_EPOCH),
                item.number(INCARNATION),
                item.textMap(DETAILS));
    }

    /** Returns the id of an event's item, or of its key. */
    static String id(Map<String, AttributeValue> attributes) {
        return new Item(attributes).text(PK).substring(EVENT.length());
    }

    /** Returns how often each part of an event was begun. */
    static Map<String, Integer> tries(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        Map<String, Integer> tries = new HashMap<>();
        attributes.keySet().forEach(name -> {
            if (name.startsWith(TRY)) {
                tries.put(name.substring(TRY.length()), (int) item.number(name));
            }
        });
        return tries;
    }
}
