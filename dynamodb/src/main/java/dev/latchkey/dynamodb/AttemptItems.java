package dev.latchkey.dynamodb;

import dev.latchkey.store.AttemptStore.Limits;
import dev.latchkey.store.AttemptStore.Subject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of the tokens table that count attempts: {@code throttle#<kind>#<bucket>} and source is one window.
 *
 * <p>One item holds the count of the source and, each in an attribute named by a digest, those of the accounts that it tried,
 * so that one write settles both limits. The limit on the source bounds the item; without that limit each account has an item
 * of its own, under the source and the digest. Buckets let an account be found again without reading the whole table.
 *
 * <p>A count is one number that holds two: {@link #ATTEMPT} times all attempts that were counted, and the failed ones among them. So
 * one condition compares the former, and telling them apart takes no more room.
 */
final class AttemptItems {
    static final int BUCKETS = 64;
    static final String ENDS = "ends";
    static final String TOTAL = "attempts";

    /** When the last attempt was counted, in microseconds. */
    static final String LAST = "last";

    /** What an attempt adds to a count; a failure adds 1 more. */
    static final long ATTEMPT = 1L << 20;

    private static final int DIGEST_BYTES = 9;

    private AttemptItems() {}

    static Map<String, AttributeValue> key(Subject subject, Limits limits) {
        String range = subject.source();
        if (limits.perSource() == Limits.NONE) {
            range += "#" + digest(subject.source(), subject.account());
        }
        int bucket = Byte.toUnsignedInt(sha256(range)[0]) % BUCKETS;
        return Map.of(
                SessionItems.PK, Item.string(partition(subject.kind(), bucket)), SessionItems.SK, Item.string(range));
    }

    static String partition(String kind, int bucket) {
        return "throttle#" + kind + "#" + bucket;
    }

    /** Returns the name of the attribute that counts attempts at an account, in an item that {@link #key} names. */
    static String account(String source, String account) {
        return "a:" + digest(source, account);
    }

    static Map<String, AttributeValue> keyOf(Item item) {
        return Map.of(
                SessionItems.PK, Item.string(item.text(SessionItems.PK)),
                SessionItems.SK, Item.string(item.text(SessionItems.SK)));
    }

    /** Returns the source of an item. */
    static String source(Item item) {
        String range = item.text(SessionItems.SK);
        int end = range.indexOf('#');
        return end < 0 ? range : range.substring(0, end);
    }

    static Map<String, AttributeValue> first(Subject subject, Limits limits, Instant now) {
        Instant end = now.plus(limits.window());
        Item item = new Item(new HashMap<>(key(subject, limits)))
                .put(ENDS, end)
                .put(SessionItems.TTL, Item.ttlSeconds(end))
                .put(LAST, now)
                .put(TOTAL, ATTEMPT);
        item.put(account(subject.source(), subject.account()), ATTEMPT);
        return item.attributes();
    }

    /** Returns how many attempts a count holds. */
    static long attempts(long count) {
        return count / ATTEMPT;
    }

    /**
     * Returns when it is worth coming again to a window that refuses: when it ends, or soon, if attempts that hold places in it may be
     * under way.
     */
    static Instant worthTrying(Item window, Subject subject, Limits limits, Instant now) {
        String account = account(subject.source(), subject.account());
        boolean failed =
                failures(window, TOTAL) >= limits.perSource() || failures(window, account) >= limits.perAccount();
        boolean underWay =
                window.has(LAST) && window.time(LAST).plus(limits.underWay()).isAfter(now);
        Instant end = window.time(ENDS);
        Instant soon = now.plus(Limits.SOON);
        return !failed && underWay && soon.isBefore(end) ? soon : end;
    }

    private static long failures(Item window, String attribute) {
        return window.has(attribute) ? window.number(attribute) % ATTEMPT : 0;
    }

    /** Returns what counting a first attempt at a moment returns, for a rehearsal. */
    static Map<String, AttributeValue> rehearsed(Instant end) {
        return new Item().put(ENDS, end).put(TOTAL, ATTEMPT).attributes();
    }

    /** The name may be a password that was typed into the wrong field: what is kept of it is short-lived and cut. */
    private static String digest(String source, String account) {
        byte[] digest = Arrays.copyOf(sha256(source + "\n" + account), DIGEST_BYTES);
        return Base64.getUrlEncoder().encodeToString(digest);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
