package dev.latchkey.cli.transfer;

import dev.latchkey.dynamodb.SessionItems;
import dev.latchkey.dynamodb.UserItems;
import dev.latchkey.json.Json;
import dev.latchkey.operator.IncomingSession;
import dev.latchkey.operator.Profile;
import dev.latchkey.session.Session;
import dev.latchkey.text.UtcTime;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Users and tokens as a fixture that {@code manage.py loaddata} reads.
 *
 * <p>The id of a user who registered here is beyond what a 32-bit column of Django holds, and is replaced by the next free one.
 * Tokens that Knox issued come along; those that were issued here have a form that Knox does not read.
 */
final class DjangoFixture {
    /** The largest {@code AutoField} (PostgreSQL's integer, MySQL's int). */
    private static final long MAX_ID = Integer.MAX_VALUE;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");

    private final PrintWriter out;
    private final Models models;
    private final boolean keepsIds;
    private final Instant now;

    private final LongMap generations = new LongMap();
    private final LongMap renumbered = new LongMap();
    private long nextId = 1;
    private long users;
    private long tokens;
    private long left;
    private long wrapped;
    private long withFactors;

    /**
     * Begins a fixture.
     *
     * @param keepsIds whether ids beyond 32 bits stay as they are
     * @param now the time by which tokens have expired or not
     */
    DjangoFixture(PrintWriter out, Models models, boolean keepsIds, Instant now) {
        this.out = out;
        this.models = models;
        this.keepsIds = keepsIds;
        this.now = now;
    }

    /** Takes note of an item before any is written, so that new ids come after those that stay. */
    void note(Map<String, AttributeValue> item) {
        if (ItemTables.isOwned(item)) {
            long id = UserItems.read(item).id();
            nextId = id <= MAX_ID ? Math.max(nextId, id + 1) : nextId;
        }
    }

    void user(Map<String, AttributeValue> item) {
        if (!ItemTables.isOwned(item)) {
            return;
        }
        User user = UserItems.read(item);
        long id = user.id();
        if (id > MAX_ID && !keepsIds) {
            renumbered.putIfAbsent(user.id(), nextId);
            id = nextId++;
        }
        if (user.active()) {
            generations.putIfAbsent(user.id(), user.generation());
        }
        Profile profile = Profile.of(item);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("password", password(user));
        fields.put("last_login", UtcTime.textOrNull(user.lastLogin()));
        fields.put("is_superuser", profile.superuser());
        fields.put(models.usernameField(), user.username());
        fields.put("first_name", profile.firstName());
        fields.put("last_name", profile.lastName());
        fields.put(models.emailField(), user.email());
        fields.put("is_staff", profile.staff());
        fields.put("is_active", user.active());
        fields.put("date_joined", UtcTime.text(user.created()));
        fields.put("groups", groups(profile));
        fields.put("user_permissions", List.of());
        row(models.user(), BigInteger.valueOf(id), fields);
        users++;
        withFactors += user.security().factors().isEmpty() ? 0 : 1;
    }

    /** Django's {@code Argon2PasswordHasher} puts its name before the PHC string; an unusable password begins with a mark. */
    private String password(User user) {
        PasswordHash hash = user.passwordHash();
        if (hash == null || hash.encoded().isEmpty()) {
            return "!";
        }
        if (hash.isWrapped()) {
            wrapped++;
            return "!";
        }
        return hash.encoded().startsWith("$argon2") ? "argon2" + hash.encoded() : hash.encoded();
    }

    /** A number is a primary key, anything else a natural one. */
    private static List<Object> groups(Profile profile) {
        List<Object> groups = new ArrayList<>();
        profile.groups()
                .forEach(group -> groups.add(DIGITS.matcher(group).matches() ? new BigInteger(group) : List.of(group)));
        return groups;
    }

    /**
     * Writes a session, if it is alive and Knox issued its token.
     *
     * @param pointer the item that the token of an imported session is found by
     * @param stored the session that it points to, if it is there
     */
    void token(Map<String, AttributeValue> pointer, Optional<Map<String, AttributeValue>> stored) {
        String key = IncomingSession.sourceKey(pointer);
        if (stored.isEmpty()) {
            return;
        }
        Session session = SessionItems.read(stored.get());
        boolean alive = generations.get(session.userId()) == session.generation() && !session.isExpired(now);
        if (!alive || key.isEmpty()) {
            left++;
            return;
        }
        long renamed = renumbered.get(session.userId());
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("token_key", key);
        fields.put("user", BigInteger.valueOf(renamed == 0 ? session.userId() : renamed));
        fields.put("created", UtcTime.text(session.created()));
        fields.put("expiry", UtcTime.textOrNull(session.expiry()));
        row(models.knox(), session.digest().hex(), fields);
        tokens++;
    }

    private void row(String model, Object key, Map<String, @Nullable Object> fields) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("model", model);
        row.put("pk", key);
        row.put("fields", fields);
        out.print((users + tokens == 0 ? "[\n" : ",\n") + Json.write(row));
    }

    void end() {
        out.print(users + tokens == 0 ? "[]\n" : "\n]\n");
    }

    long users() {
        return users;
    }

    long tokens() {
        return tokens;
    }

    /** Returns how many imported sessions are over, or came from elsewhere than Knox. */
    long left() {
        return left;
    }

    /** Returns how many users have no usable password there, because an import put Argon2id around their hash. */
    long wrapped() {
        return wrapped;
    }

    /** Returns how many users have something to prove beside the password, which no fixture holds. */
    long withFactors() {
        return withFactors;
    }

    /** Returns how many users have another id in the fixture. */
    long renumbered() {
        return renumbered.size();
    }
}
