package dev.latchkey.dynamodb;

import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.EmailForm;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of the tokens table that mail is about: {@code mail#<id>} and {@code <purpose>#<key>} is a mailed secret, {@code
 * claim#<form>} and an id says that the user states an address of that form.
 */
public final class LinkItems {
    /** What the keys of mailed secrets begin with. */
    public static final String MAIL = "mail#";

    /** What the keys of stated addresses begin with. */
    public static final String CLAIM = "claim#";

    public static final String ADDRESS = "address";
    public static final String SECURITY_EPOCH = "security_epoch";
    public static final String INCARNATION = "incarnation";

    private LinkItems() {}

    public static Map<String, AttributeValue> key(Purpose purpose, long userId, TokenKey key) {
        return Map.of(
                SessionItems.PK,
                Item.string(MAIL + userId),
                SessionItems.SK,
                Item.string(purpose.label() + "#" + key.value()));
    }

    public static Map<String, AttributeValue> write(Link link) {
        return new Item(new HashMap<>(
                        key(link.purpose(), link.userId(), link.digest().key())))
                .put(SessionItems.ID, link.userId())
                .put(SessionItems.DIGEST, link.digest().bytes())
                .put(ADDRESS, link.address())
                .put(SessionItems.EXPIRY, link.expiry())
                .put(SessionItems.TTL, Item.ttlSeconds(link.expiry()))
                .put(SessionItems.GENERATION, link.generation())
                .put(SECURITY_EPOCH, link.epoch())
                .put(INCARNATION, link.incarnation())
                .attributes();
    }

    static Link read(Map<String, AttributeValue> attributes) {
        String range = new Item(attributes).text(SessionItems.SK);
        return read(Purpose.of(range.substring(0, range.indexOf('#'))), attributes);
    }

    static Link read(Purpose purpose, Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new Link(
                purpose,
                item.number(SessionItems.ID),
                TokenDigest.stored(item.bytes(SessionItems.DIGEST)),
                item.text(ADDRESS),
                item.time(SessionItems.EXPIRY),
                item.number(SessionItems.GENERATION),
                item.number(SECURITY_EPOCH),
                item.number(INCARNATION));
    }

    public static String claimPk(EmailForm form) {
        return CLAIM + form.value();
    }

    public static Map<String, AttributeValue> claimKey(EmailForm form, long userId) {
        return Map.of(SessionItems.PK, Item.string(claimPk(form)), SessionItems.SK, Item.string(Long.toString(userId)));
    }

    public static Map<String, AttributeValue> claim(EmailForm form, long userId) {
        return new Item(new HashMap<>(claimKey(form, userId)))
                .put(SessionItems.ID, userId)
                .attributes();
    }
}
