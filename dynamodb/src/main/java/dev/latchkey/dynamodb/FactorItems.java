package dev.latchkey.dynamodb;

import dev.latchkey.proof.App;
import dev.latchkey.proof.PendingApp;
import dev.latchkey.proof.Sealed;
import dev.latchkey.proof.Step;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items about second factors: in the users table {@code totp#<id>} is an authenticator app, and stays without its secret when it was
 * removed; in the tokens table {@code step#<id>} and a token key is a login between password and proof, and {@code step#<id>} and
 * {@code app} an app that is being set up.
 */
public final class FactorItems {
    /** What the keys of apps begin with. */
    public static final String APP = "totp#";

    /** What the keys of steps, and of apps that are being set up, begin with. */
    public static final String STEP = "step#";

    public static final String SEALED = "sealed";
    public static final String LAST_STEP = "last_step";
    public static final String CODES_EPOCH = "codes_epoch";
    public static final String USED = "used";
    public static final String TRIES = "tries";

    private static final String PENDING = "app";

    private FactorItems() {}

    public static Map<String, AttributeValue> appKey(long userId) {
        return Map.of(UserItems.PK, Item.string(APP + userId));
    }

    static Map<String, AttributeValue> write(long userId, App app) {
        Item item = new Item(new HashMap<>(appKey(userId))).put(UserItems.ID, userId);
        return putApp(item, app).attributes();
    }

    /** Writes an app into an item, from which {@link #readApp} reads it. */
    static Item putApp(Item item, App app) {
        return item.put(UserItems.INCARNATION, app.incarnation())
                .put(SEALED, app.sealed().bytes())
                .put(LAST_STEP, app.lastStep())
                .put(CODES_EPOCH, app.codesEpoch())
                .put(USED, app.used());
    }

    /** Tells whether an item is of an app that is in force, and not of one that was. */
    static boolean isInForce(Map<String, AttributeValue> attributes) {
        return attributes.containsKey(SEALED);
    }

    static App readApp(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new App(
                new Sealed(item.bytes(SEALED)),
                item.number(UserItems.INCARNATION, 0),
                item.number(LAST_STEP),
                item.number(CODES_EPOCH),
                item.number(USED));
    }

    static Map<String, AttributeValue> pendingKey(long userId) {
        return Map.of(SessionItems.PK, Item.string(STEP + userId), SessionItems.SK, Item.string(PENDING));
    }

    static Map<String, AttributeValue> write(long userId, PendingApp pending) {
        return new Item(new HashMap<>(pendingKey(userId)))
                .put(SEALED, pending.sealed().bytes())
                .put(UserItems.INCARNATION, pending.incarnation())
                .put(SessionItems.EXPIRY, pending.expiry())
                .put(SessionItems.TTL, Item.ttlSeconds(pending.expiry()))
                .attributes();
    }

    static PendingApp readPending(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new PendingApp(
                new Sealed(item.bytes(SEALED)), item.number(UserItems.INCARNATION, 0), item.time(SessionItems.EXPIRY));
    }

    static Map<String, AttributeValue> stepKey(long userId, TokenKey key) {
        return Map.of(SessionItems.PK, Item.string(STEP + userId), SessionItems.SK, Item.string(key.value()));
    }

    static Map<String, AttributeValue> write(Step step) {
        return new Item(new HashMap<>(stepKey(step.userId(), step.digest().key())))
                .put(SessionItems.ID, step.userId())
                .put(SessionItems.DIGEST, step.digest().bytes())
                .put(SessionItems.GENERATION, step.generation())
                .put(UserItems.SECURITY_EPOCH, step.epoch())
                .put(UserItems.INCARNATION, step.incarnation())
                .put(SessionItems.EXPIRY, step.expiry())
                .put(SessionItems.TTL, Item.ttlSeconds(step.expiry()))
                .put(TRIES, 0)
                .attributes();
    }

    static Step readStep(Map<String, AttributeValue> attributes) {
        Item item = new Item(attributes);
        return new Step(
                item.number(SessionItems.ID),
                TokenDigest.stored(item.bytes(SessionItems.DIGEST)),
                item.number(SessionItems.GENERATION),
                item.number(UserItems.SECURITY_EPOCH),
                item.number(UserItems.INCARNATION),
                item.time(SessionItems.EXPIRY));
    }

    static AttributeValue binary(byte[] bytes) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
    }
}
