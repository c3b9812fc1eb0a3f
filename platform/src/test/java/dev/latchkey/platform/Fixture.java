package dev.latchkey.platform;

import dev.latchkey.account.ResetFactors;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.CensusItems;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbAttemptStore;
import dev.latchkey.dynamodb.DynamoDbDeletionStore;
import dev.latchkey.dynamodb.DynamoDbFactorResetStore;
import dev.latchkey.dynamodb.DynamoDbOutbox;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbStepStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.KeyItems;
import dev.latchkey.dynamodb.LinkItems;
import dev.latchkey.dynamodb.PasskeyItems;
import dev.latchkey.dynamodb.UndoItems;
import dev.latchkey.key.ApiKey;
import dev.latchkey.key.Scopes;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvent.Kind;
import dev.latchkey.passwords.HashedPasswords;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.proof.App;
import dev.latchkey.proof.Sealed;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.Session;
import dev.latchkey.store.Announcement;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.AttemptStore.Limits;
import dev.latchkey.store.AttemptStore.Subject;
import dev.latchkey.store.DeletionStore;
import dev.latchkey.store.FactorResetStore;
import dev.latchkey.store.Sequel;
import dev.latchkey.text.Language;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenText;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.Factor;
import dev.latchkey.user.HashCensus;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The user that the files in events/ speak of, and her two sessions; see events/README.md. */
final class Fixture {
    static final long ALICE = 1234567890123L;
    static final String TOKEN = "AAEfcfsEy-1BsRNEtCBihYY9x-caiIYjqMqrdeO7jGKbB8Cvg7Hc0B-E";
    static final String KEY = "lkkey_AAEfcfsEyyoqKioqKioqKioqKioqKioqKioqKioqKioqKioqKioqJYO4";
    static final String SECOND_TOKEN = "AAEfcfsEy0LhqHOGPLgB0dZypkUYHV-pt73emUvXDBys7yEZKKBGp0AL";

    private static final Randomness FIXED = new Randomness() {
        @Override
        public byte[] bytes(int count) {
            byte[] bytes = new byte[count];
            Arrays.fill(bytes, (byte) 42);
            return bytes;
        }

        @Override
        public long between(long least, long bound) {
            return least;
        }
    };

    private static final String SOURCE = "203.0.113.7";
    private static final Instant CREATED = Instant.parse("2026-11-22T09:00:00.123456Z");
    private static final List<String> KEYS = List.of("pk", "sk");

    private final DynamoDbClient client;
    private final Map<String, String> tables;
    private final PasswordHash hash;

    /** Prepares the fixture for tables, given by the variables that name them. */
    Fixture(DynamoDbClient client, Map<String, String> tables) {
        this.client = client;
        this.tables = tables;
        Environment environment = DynamoDb.environment(tables, client);
        hash = new PasswordHash(PasswordHasher.from(environment).hash(Password.of("Correct-Horse-9!")));
    }

    /** Empties the tables and puts the fixture in. */
    void reset() {
        tables.values().forEach(this::empty);
        Environment environment = DynamoDb.environment(tables, client);
        User alice = User.registered(ALICE, "alice", "alice@example.com", hash, CREATED);
        DynamoDbUserStore users = new DynamoDbUserStore(environment);
        if (users.create(alice, "alice", session(alice, TOKEN)) != DynamoDbUserStore.CreateResult.CREATED) {
            throw new IllegalStateException("alice is there already");
        }
        new DynamoDbSessionStore(environment).open(alice, session(alice, SECOND_TOKEN), null, null);
        putCensus();
        putKey(alice);
        if (tables.containsKey("EVENTS_TABLE")) {
            putLinks(alice);
            putEvents(environment, alice);
            putChanges(environment, alice);
        }
        for (String kind : List.of("login", "register", "mail")) {
            putOldAttempt(new DynamoDbAttemptStore(environment), new Subject(kind, SOURCE, "alice"));
        }
    }

    /** The count holds hashes such as the users have; a login replaces one where the functions have another cost. */
    private void putCensus() {
        PasswordHash way =
                HashedPasswords.from(DynamoDb.environment(tables, client)).way(hash);
        List<HashCensus.Share> shares = List.of(new HashCensus.Share(Objects.requireNonNull(way), 9, 9));
        client.putItem(
                request -> request.tableName(tables.get("USERS_TABLE")).item(CensusItems.write(new byte[32], shares)));
    }

    /** A key that was made in the future, so that no year of these tests is its last. */
    private void putKey(User alice) {
        Instant made = Instant.parse("2105-06-01T00:00:00.123456Z");
        ApiKey key = new ApiKey(
                alice.id(),
                TokenDigest.of(new TokenFormat("lkkey_", false).create(alice.id(), FIXED)),
                new ApiKey.Owner(
                        0, alice.security().incarnation(), alice.security().kind()),
                "nightly report",
                Scopes.of(List.of("orders.read")),
                made,
                Instant.parse("2106-01-01T00:00:00.123456Z"),
                null);
        client.putItem(request -> request.tableName(tables.get("TOKENS_TABLE")).item(KeyItems.write(key)));
    }

    /** The links that events present: their secret is 32 bytes of 42, and they never expire. */
    private void putLinks(User alice) {
        for (Purpose purpose : Purpose.values()) {
            putLink(purpose, alice, purpose == Purpose.EMAIL ? "alice@example.org" : alice.email());
        }
    }

    private void putLink(Purpose purpose, User user, String address) {
        TokenText text = purpose.format().create(user.id(), FIXED);
        long epoch = user.security().epoch();
        Link link = new Link(
                purpose,
                user.id(),
                TokenDigest.of(text),
                address,
                Instant.parse("2106-01-01T00:00:00Z"),
                user.generation(),
                purpose == Purpose.UNDO ? epoch + 1 : epoch,
                user.security().incarnation());
        client.putItem(request -> request.tableName(tables.get("TOKENS_TABLE")).item(LinkItems.write(link)));
    }

    /**
     * What can be taken back: of alice an app and another address, and of dora that she is to be deleted, with the app that she had. The
     * time of eve, who came by an import, is over.
     */
    private void putChanges(Environment environment, User alice) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        DeletionStore deletions = new DynamoDbDeletionStore(environment);
        DynamoDbUserStore users = new DynamoDbUserStore(environment);
        putUndo(Undo.ofApp(alice.withEmail("alice@example.net", alice.security()), now, null));
        User dora = User.registered(ALICE + 2, "dora", "dora@example.com", hash, CREATED);
        dora = dora.with(new Security(0, 0, 0, dora.security().kind(), false, Set.of(Factor.PASSKEY)));
        users.create(dora, "dora", null);
        putPasskey(dora);
        putLink(Purpose.UNDO, dora, dora.email());
        deletions.ask(dora, deleting(dora, now), now.plus(Undo.LIFE), Sequel.NONE);
        User before = dora.with(new Security(0, 0, 0, dora.security().kind(), true, Set.of(Factor.APP)));
        putUndo(Undo.ofApp(before, now, new App(new Sealed(new byte[] {1}), 0, 1, 1, 0)));
        User eve = User.imported(42, "eve", "eve@example.com", hash, true, CREATED, null);
        users.create(
                eve,
                "eve",
                session(eve, "eve"),
                new Announcement(EmailForm.of(eve.email()).orElseThrow(), List.of()));
        putLink(Purpose.RESET, eve, eve.email());
        putPasskey(eve);
        putKey(eve);
        putReset(environment, now);
        new DynamoDbStepStore(environment)
                .begin(new StepTokens(Randomness.SECURE).issue(eve, now).step(), eve, null);
        deletions.ask(eve, deleting(eve, now), now, new Sequel(List.of(), Undo.of(eve, now)));
    }

    /** An operator asked four days ago for the end of fred's second factor, and fred did not call it off. */
    private static void putReset(Environment environment, Instant now) {
        User fred = User.registered(ALICE + 3, "fred", "fred@example.com", null, CREATED);
        fred = fred.with(new Security(0, 0, 0, fred.security().kind(), true, Set.of(Factor.PASSKEY)));
        new DynamoDbUserStore(environment).create(fred, "fred", null);
        Instant asked = now.minus(Duration.ofDays(4));
        FactorResetStore.Pending pending = new FactorResetStore.Pending(
                fred.id(), fred.security().incarnation(), asked, asked.plus(ResetFactors.GRACE));
        User after = fred.with(fred.security().moved());
        new DynamoDbFactorResetStore(environment).ask(fred, after, pending, Sequel.NONE);
    }

    /** An item is all that this needs: nobody logs in by it. */
    private void putPasskey(User user) {
        String digest = "of-" + user.username();
        String usersTable = tables.get("USERS_TABLE");
        client.putItem(request -> request.tableName(usersTable).item(PasskeyItems.key(digest)));
        client.putItem(request -> request.tableName(usersTable)
                .item(PasskeyItems.set(user.id(), user.security().incarnation(), List.of(digest))));
    }

    private static User deleting(User user, Instant now) {
        return user.withoutSessions(user.security().deleting(now).withoutKeys());
    }

    private void putUndo(Undo undo) {
        client.putItem(request -> request.tableName(tables.get("TOKENS_TABLE")).item(UndoItems.write(undo)));
    }

    /** What the relay and the keeper tell of: it happened twenty minutes ago. */
    private void putEvents(Environment environment, User alice) {
        Instant before = Instant.now().minus(Duration.ofMinutes(20));
        EmailForm form = EmailForm.of(alice.email()).orElseThrow();
        // No mail service takes such an address, in which the first letter is the Kelvin sign.
        User kate = User.registered(ALICE + 1, "kate", "\u212Aate@example.com", hash, CREATED);
        EmailForm kates = EmailForm.of(kate.email()).orElseThrow();
        new DynamoDbUserStore(environment).create(kate, "kate", null, new Announcement(kates, List.of()));
        client.putItem(request -> request.tableName(tables.get("TOKENS_TABLE")).item(LinkItems.claim(form, ALICE)));
        DynamoDbOutbox outbox = new DynamoDbOutbox(environment);
        outbox.add(event(1, Kind.PASSWORD_RESET_REQUESTED, form, before, null));
        outbox.add(event(2, Kind.USER_CREATED, form, before, alice));
        outbox.add(event(3, Kind.PASSWORD_RESET_REQUESTED, kates, before, null));
        outbox.add(event(4, Kind.EMAIL_CHANGED, form, before, alice));
        AttemptStore attempts = new DynamoDbAttemptStore(environment);
        putOldAttempt(attempts, new Subject("mail-to", mailDigest(form), ""));
    }

    private static OutboxEvent event(int number, Kind kind, EmailForm form, Instant time, @Nullable User user) {
        return new OutboxEvent(
                String.format(Locale.ROOT, "%032x", number),
                kind,
                user == null ? 0 : user.id(),
                form,
                time,
                Language.EN,
                user == null ? 0 : user.generation(),
                user == null ? 0 : user.security().epoch(),
                user == null ? 0 : user.security().incarnation(),
                user == null ? Map.of() : Map.of("verify", "true"));
    }

    /** What mails to an address are counted under. */
    private static String mailDigest(EmailForm form) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha256(form.value()), 12));
    }

    /** An attempt whose window is over but was not cleaned up yet, so that the next one has to replace it. */
    private void putOldAttempt(AttemptStore attempts, Subject subject) {
        attempts.count(
                subject,
                new Limits(1, subject.account().isEmpty() ? Limits.NONE : 1, Duration.ofMinutes(15), Duration.ZERO),
                Instant.now());
        String table = tables.get("TOKENS_TABLE");
        client.scanPaginator(scan -> scan.tableName(table)).items().stream()
                .filter(item -> item.get("pk").s().startsWith("throttle#" + subject.kind()))
                .forEach(item -> client.updateItem(update -> update.tableName(table)
                        .key(Map.of("pk", item.get("pk"), "sk", item.get("sk")))
                        .updateExpression("SET #ends = :past")
                        .expressionAttributeNames(Map.of("#ends", "ends"))
                        .expressionAttributeValues(Map.of(":past", AttributeValue.fromN("1")))));
    }

    private void empty(String table) {
        for (Map<String, AttributeValue> item :
                client.scanPaginator(request -> request.tableName(table)).items()) {
            Map<String, AttributeValue> key = new HashMap<>(item);
            key.keySet().retainAll(KEYS);
            client.deleteItem(request -> request.tableName(table).key(key));
        }
    }

    private static Session session(User user, String token) {
        Session.Client client = new Session.Client("curl/8.14.1", SOURCE);
        return new Session(
                user.id(), TokenDigest.stored(sha256(token)), user.generation(), CREATED, null, null, client);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
