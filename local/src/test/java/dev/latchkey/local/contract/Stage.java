package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.Tables;
import dev.latchkey.passwords.Argon2Parameters;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.UserStore;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Brings about, in the store, what is true before a case, and clears away after it. */
final class Stage {
    static final String PASSWORD = "Correct-Horse-9!";

    private static final List<String> USERS =
            List.of("alice", "taken", "file1", "limited", "refresher", "prefixed", "forever", "bearer", "inactive");
    private static final Argon2Parameters QUICK = new Argon2Parameters(8, 1, 1);
    private static final Duration LIFE = Duration.ofHours(10);

    private final Environment environment;
    private final Profile profile;
    private final UserStore users;
    private final SessionStore tokens;
    private final TokenFormat format;
    private final SessionPolicy policy;
    private final PasswordHasher hasher = new PasswordHasher(QUICK);
    private final Map<String, PasswordHash> hashes = new HashMap<>();
    private final Set<Map<String, AttributeValue>> standing = new HashSet<>();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicLong nextId = new AtomicLong();

    Stage(Environment environment, Profile profile) {
        this.environment = environment;
        this.profile = profile;
        this.users = new DynamoDbUserStore(environment);
        this.tokens = new DynamoDbSessionStore(environment);
        this.format = new TokenFormat(profile.prefix(), true);
        this.policy = new SessionPolicy(TokenSettings.from(environment.variables()));
    }

    /** Creates the users that are there for every case. */
    void setUp() {
        USERS.forEach(name -> addUser(name, PASSWORD, name + "@example.com"));
        users.setActive(user("inactive").id(), false);
        standing.addAll(userKeys());
    }

    void addUsers(JsonNode setup) {
        setup.path("users").forEach(user -> {
            String name = user.get("username").textValue();
            addUser(name, user.get("password").textValue(), user.path("email").asText(name + "@example.com"));
        });
    }

    /** Removes every user that was not there before the case. */
    void clear() {
        for (Map<String, AttributeValue> key : userKeys()) {
            if (!standing.contains(key)) {
                delete(key);
            }
        }
    }

    /** Opens a session of the given age and remaining life, whatever the limits. */
    String open(String username, Duration age, @Nullable Duration left) {
        User user = user(username);
        TokenText text = format.create(user.id(), Randomness.SECURE);
        Instant now = environment.now();
        Instant expiry = left == null ? null : now.plus(left);
        Session session = new Session(
                user.id(),
                TokenDigest.of(text),
                user.generation(),
                now.minus(age),
                expiry,
                null,
                Session.Client.UNKNOWN);
        assertThat(tokens.open(user, session, null, null)).isEqualTo(SessionStore.OpenResult.OPENED);
        sessions.put(text.reveal(), session);
        return text.reveal();
    }

    String open(String username) {
        return open(username, Duration.ZERO, profile == Profile.NOEXPIRY ? null : LIFE);
    }

    String expired(String username) {
        return open(username, LIFE.plusSeconds(1), Duration.ofSeconds(-1));
    }

    /** A token of the right form for a user that exists, which was never issued. */
    String unknown() {
        return format.create(user(profile.owner()).id(), Randomness.SECURE).reveal();
    }

    String ended() {
        String text = open(profile.owner());
        Session session = Objects.requireNonNull(sessions.get(text));
        assertThat(tokens.end(session.userId(), session.key())).isTrue();
        return text;
    }

    /** A token of the user {@code inactive} from before the deactivation. */
    String ofInactive() {
        long id = user("inactive").id();
        users.setActive(id, true);
        String text = open("inactive");
        users.setActive(id, false);
        return text;
    }

    String ofDeleted() {
        addUser("deleted", PASSWORD, "deleted@example.com");
        String text = open("deleted");
        clear();
        return text;
    }

    /** Ends all sessions of a user, one by one. */
    void endAll(String username) {
        long id = user(username).id();
        tokens.list(id).forEach(session -> tokens.end(id, session.key()));
    }

    /** Counts the live sessions of a user. */
    long live(String username) {
        User user = user(username);
        Instant now = environment.now();
        return tokens.list(user.id()).stream()
                .filter(session -> policy.isLive(user, session, now))
                .count();
    }

    /** Finds the session that a text was opened for, if it is there and has not expired. */
    Optional<Session> session(String text) {
        Session opened = Objects.requireNonNull(sessions.get(text));
        return Optional.ofNullable(tokens.find(opened.userId(), opened.key()).session())
                .filter(session -> !session.isExpired(environment.now()));
    }

    long id(String username) {
        return user(username).id();
    }

    private User user(String name) {
        return users.findByName(UsernameRule.uniquenessKey(UsernameRule.normalize(name)))
                .orElseThrow();
    }

    private void addUser(String name, String password, String email) {
        String shown = UsernameRule.normalize(name);
        PasswordHash hash = hashes.computeIfAbsent(password, text -> new PasswordHash(hasher.hash(Password.of(text))));
        User user = User.registered(nextId.incrementAndGet(), shown, email, hash, environment.now());
        assertThat(users.create(user, UsernameRule.uniquenessKey(shown), null))
                .isEqualTo(UserStore.CreateResult.CREATED);
    }

    private Set<Map<String, AttributeValue>> userKeys() {
        return DynamoDb.of(environment)
                .scanPaginator(scan ->
                        scan.tableName(usersTable()).consistentRead(true).projectionExpression("pk"))
                .items()
                .stream()
                .collect(Collectors.toSet());
    }

    private void delete(Map<String, AttributeValue> key) {
        DynamoDb.of(environment)
                .deleteItem(request -> request.tableName(usersTable()).key(key));
    }

    private String usersTable() {
        return Tables.from(environment.variables()).users();
    }
}
