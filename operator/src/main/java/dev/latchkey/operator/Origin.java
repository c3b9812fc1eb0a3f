package dev.latchkey.operator;

import dev.latchkey.dynamodb.Item;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a user was at the source when an import last took something over: fingerprints, one for each field, and the generation of
 * the sessions that came along. It is kept on the user's item, so that the next import can tell what changed at the source
 * from what changed here.
 *
 * <p>A fingerprint is 128 bits of SHA-256 over the user's id, the field's name and its value. Of a password hash that is cheap to
 * try (MD5, SHA-1, no algorithm at all) it is PBKDF2 instead, or the fingerprint would be the cheaper target.
 */
final class Origin {
    /** The attribute of a user's item. */
    static final String ATTRIBUTE = "origin";

    private static final String SESSIONS = "sessions";
    private static final int BYTES = 16;

    /** OWASP's cheat sheet of 2023 asks for 600,000 where it is the only protection; here a few users in a dump have such hashes. */
    private static final int ROUNDS = 100_000;

    private static final Pattern COSTLY =
            Pattern.compile("(pbkdf2|argon2|bcrypt|scrypt|wrapped|\\$argon2|!)", Pattern.CASE_INSENSITIVE);

    private final Map<Field, byte[]> fingerprints;
    private final long sessionGeneration;

    /** The fields that an import compares. */
    enum Field {
        NAME,
        EMAIL,
        PASSWORD,
        ACTIVE;

        String attribute() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Origin(Map<Field, byte[]> fingerprints, long sessionGeneration) {
        this.fingerprints = fingerprints;
        this.sessionGeneration = sessionGeneration;
    }

    /** Returns what a user of a source is, with the generation that their sessions come under. */
    static Origin of(User source, long sessionGeneration) {
        Map<Field, byte[]> fingerprints = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            fingerprints.put(field, fingerprint(source, field));
        }
        return new Origin(fingerprints, sessionGeneration);
    }

    /**
     * Returns what is known of a user's item.
     *
     * <p>An import of version 0.1 left no fingerprints. Names and addresses could not be changed then; flag and password are as they
     * were brought if nothing ended the user's sessions since, and the password only if no login has hashed it anew.
     */
    static Origin of(Map<String, AttributeValue> item) {
        User here = UserItems.read(item);
        AttributeValue stored = item.get(ATTRIBUTE);
        if (stored != null && stored.hasM()) {
            return read(stored.m());
        }
        Map<Field, byte[]> fingerprints = new EnumMap<>(Field.class);
        fingerprints.put(Field.NAME, fingerprint(here, Field.NAME));
        fingerprints.put(Field.EMAIL, fingerprint(here, Field.EMAIL));
        Origin old = new Origin(fingerprints, User.IMPORTED_GENERATION);
        if (old.nothingEnded(here)) {
            fingerprints.put(Field.ACTIVE, fingerprint(here, Field.ACTIVE));
            if (here.sessionsOpened() == 0) {
                fingerprints.put(Field.PASSWORD, fingerprint(here, Field.PASSWORD));
            }
        }
        return old;
    }

    private static Origin read(Map<String, AttributeValue> members) {
        Map<Field, byte[]> fingerprints = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            AttributeValue value = members.get(field.attribute());
            if (value != null) {
                fingerprints.put(field, value.b().asByteArray());
            }
        }
        return new Origin(fingerprints, new Item(members).number(SESSIONS));
    }

    AttributeValue write() {
        Map<String, AttributeValue> members = new HashMap<>();
        fingerprints.forEach((field, bytes) ->
                members.put(field.attribute(), AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes))));
        members.put(SESSIONS, AttributeValue.fromN(Long.toString(sessionGeneration)));
        return AttributeValue.fromM(members);
    }

    /** Tells whether no sessions were ended here since the last import: by a log-out everywhere, a new password, a deactivation. */
    boolean nothingEnded(User here) {
        return here.generation() == (here.active() ? sessionGeneration : sessionGeneration + 1);
    }

    long sessionGeneration() {
        return sessionGeneration;
    }

    /** Returns the fingerprint of a field, or null if it is not known. */
    byte @Nullable [] fingerprint(Field field) {
        return fingerprints.get(field);
    }

    boolean is(Field field, byte[] fingerprint) {
        byte[] own = fingerprints.get(field);
        return own != null && MessageDigest.isEqual(own, fingerprint);
    }

    /** Returns the same with some fields as they are at the source now. */
    Origin with(Map<Field, byte[]> taken, long otherSessionGeneration) {
        Map<Field, byte[]> merged = new EnumMap<>(Field.class);
        merged.putAll(fingerprints);
        merged.putAll(taken);
        return new Origin(merged, otherSessionGeneration);
    }

    static byte[] fingerprint(User user, Field field) {
        PasswordHash hash = user.passwordHash();
        String value = switch (field) {
            case NAME -> user.username();
            case EMAIL -> user.email();
            case ACTIVE -> Boolean.toString(user.active());
            case PASSWORD -> hash == null ? "" : hash.encoded();
        };
        String text = user.id() + "\n" + field.attribute() + "\n" + value;
        boolean cheap = field == Field.PASSWORD
                && !value.isEmpty()
                && !COSTLY.matcher(value).lookingAt();
        return cheap ? slow(text) : fast(text);
    }

    private static byte[] fast(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static byte[] slow(String text) {
        byte[] salt = fast(text.substring(0, text.indexOf('\n')));
        PBEKeySpec spec = new PBEKeySpec(text.toCharArray(), salt, ROUNDS, BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has PBKDF2", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Origin that
                && sessionGeneration == that.sessionGeneration
                && fingerprints.keySet().equals(that.fingerprints.keySet())
                && fingerprints.entrySet().stream()
                        .allMatch(entry ->
                                MessageDigest.isEqual(entry.getValue(), that.fingerprints.get(entry.getKey())));
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sessionGeneration);
    }
}
