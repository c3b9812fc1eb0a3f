package dev.latchkey.store;

import dev.latchkey.config.Environment;
import dev.latchkey.key.ApiKey;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.passkey.Challenge;
import dev.latchkey.passkey.ChallengeClaim;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.PasskeyUse;
import dev.latchkey.passkey.UserHandle;
import dev.latchkey.proof.App;
import dev.latchkey.proof.CodeUse;
import dev.latchkey.proof.PendingApp;
import dev.latchkey.proof.Proof;
import dev.latchkey.proof.Sealed;
import dev.latchkey.proof.Step;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.store.LinkStore.Redeemed;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenKey;
import dev.latchkey.undo.Restoration;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.Deletion;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.Factor;
import dev.latchkey.user.HashCensus;
import dev.latchkey.user.KnownSources;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stores in memory, for tests of use cases. {@link StoreContract} holds them to what the stores in DynamoDB do; one lock makes
 * each method one atomic step.
 */
public final class InMemoryStores {
    private static final byte[] CENSUS_KEY = new byte[32];

    private final Object lock = new Object();
    private final Map<Long, User> users = new HashMap<>();
    private final Map<String, Long> names = new HashMap<>();
    private final Map<SessionId, Session> sessions = new HashMap<>();
    private final Map<AttemptStore.Subject, Window> windows = new HashMap<>();
    private final Map<TokenKey, Link> links = new HashMap<>();
    private final Map<EmailForm, Set<Long>> claims = new HashMap<>();
    private final List<OutboxEvent> events = new ArrayList<>();
    private final Map<String, Map<String, Integer>> tries = new HashMap<>();
    private final Map<TokenKey, Step> steps = new HashMap<>();
    private final Map<TokenKey, Integer> guesses = new HashMap<>();
    private final Map<Long, App> apps = new HashMap<>();
    private final Map<Long, Long> incarnationsWithApp = new HashMap<>();
    private final Map<Long, PendingApp> pendingApps = new HashMap<>();
    private final Map<Long, List<Undo>> undos = new HashMap<>();
    private final Map<DeletionStore.Due, Instant> deletions = new HashMap<>();
    private final Map<CredentialId, Passkey> passkeys = new HashMap<>();
    private final Map<Long, UserHandle> handles = new HashMap<>();
    private final Map<TokenDigest, Challenge> challenges = new HashMap<>();
    private final Map<SessionId, ApiKey> apiKeys = new HashMap<>();
    private final SessionPolicy policy;
    private HashCensus census = HashCensus.NONE;
    private @Nullable Runnable beforeWrite;

    /** Builds empty stores whose sessions live by the environment's settings. */
    public InMemoryStores(Environment environment) {
        policy = new SessionPolicy(TokenSettings.from(environment.variables()));
    }

    private record SessionId(long userId, TokenKey key) {}

    /** A count of attempts, the failed ones among them, and when the last was counted. */
    private record Window(Instant end, int count, int failed, Instant last) {
        Window(Instant end, Instant last) {
            this(end, 0, 0, last);
        }

        Window counted(Instant now) {
            return new Window(end, count + 1, failed, now);
        }

        Window with(int otherCount) {
            return new Window(end, otherCount, otherCount == 0 ? 0 : failed, last);
        }

        Window oneMoreFailed() {
            return new Window(end, count, failed + 1, last);
        }
    }

    /** Runs something once, just before the next write: what another request does between a read and a write. */
    public void beforeNextWrite(Runnable interference) {
        beforeWrite = interference;
    }

    /** Sets how passwords are hashed. */
    public void count(List<HashCensus.Share> shares) {
        synchronized (lock) {
            census = new HashCensus(CENSUS_KEY, shares);
        }
    }

    /** Returns how passwords are hashed. */
    public HashCensus census() {
        synchronized (lock) {
            return census;
        }
    }

    /** Returns the users. */
    public UserStore users() {
        return new Users();
    }

    /** Returns the sessions. */
    public SessionStore sessions() {
        return new Sessions();
    }

    /** Returns the API keys. */
    public KeyStore keys() {
        return new Keys();
    }

    /** Returns the counted attempts. */
    public AttemptStore attempts() {
        return new Attempts();
    }

    /** Returns the logins between password and proof. */
    public StepStore steps() {
        return new Steps();
    }

    /** Returns the second factors. */
    public FactorStore factors() {
        return new SecondFactors();
    }

    /** Returns the passkeys. */
    public PasskeyStore passkeys() {
        return new Passkeys();
    }

    /** Returns the mailed secrets. */
    public LinkStore links() {
        return new Links();
    }

    /** Returns what changes of security replaced. */
    public UndoStore undos() {
        return new Undos();
    }

    /** Returns the users who asked to be deleted. */
    public DeletionStore deletions() {
        return new Deletions();
    }

    /** Returns the events that wait. */
    public RelayStore relay() {
        return new Relays();
    }

    /** Returns the mailed secrets that are good or were, of whatever purpose. */
    public List<Link> allLinks() {
        synchronized (lock) {
            return List.copyOf(links.values());
        }
    }

    /** Changes a user at once, as other requests do. */
    public void change(long userId, UnaryOperator<User> change) {
        synchronized (lock) {
            users.computeIfPresent(userId, (id, user) -> change.apply(user));
        }
    }

    /** Returns the outbox. */
    public Outbox outbox() {
        return event -> {
            synchronized (lock) {
                events.add(event);
            }
        };
    }

    /** Returns what was written to be sent, oldest first. */
    public List<OutboxEvent> events() {
        synchronized (lock) {
            return List.copyOf(events);
        }
    }

    /** Returns who states an address. */
    public Set<Long> claimants(EmailForm form) {
        synchronized (lock) {
            return Set.copyOf(claims.getOrDefault(form, Set.of()));
        }
    }

    /** Stores a mailed secret, as whoever sends the mail does. */
    public void put(Link link) {
        synchronized (lock) {
            links.put(link.digest().key(), link);
        }
    }

    private void claim(@Nullable EmailForm form, long userId) {
        if (form != null) {
            claims.computeIfAbsent(form, any -> new HashSet<>()).add(userId);
        }
    }

    private void interfere() {
        Runnable interference = beforeWrite;
        beforeWrite = null;
        if (interference != null) {
            interference.run();
        }
    }

    private boolean isUnchanged(User seen) {
        User now = users.get(seen.id());
        return now != null
                && now.active()
                && now.generation() == seen.generation()
                && isSameStanding(now, seen)
                && Objects.equals(now.passwordHash(), seen.passwordHash());
    }

    /** The same incarnation of the user, and no factor, address or verification has changed. */
    private static boolean isSameStanding(User now, User seen) {
        return now.security().epoch() == seen.security().epoch() && isSameIncarnation(now, seen);
    }

    private static User with(
            User user, @Nullable PasswordHash hash, boolean active, long generation, User.@Nullable KeptSession kept) {
        return new User(
                user.id(),
                user.username(),
                user.email(),
                hash,
                active,
                generation,
                kept,
                user.sessionsOpened(),
                user.created(),
                user.lastLogin(),
                user.knownSources(),
                user.security());
    }

    private final class Keys implements KeyStore {
        @Override
        public KeyWithUser find(long userId, TokenKey key) {
            synchronized (lock) {
                return new KeyWithUser(apiKeys.get(new SessionId(userId, key)), users.get(userId));
            }
        }

        @Override
        public boolean create(User seen, ApiKey key, List<OutboxEvent> told) {
            interfere();
            synchronized (lock) {
                User now = users.get(seen.id());
                if (now == null
                        || !now.active()
                        || now.generation() != seen.generation()
                        || now.security().keyGeneration() != seen.security().keyGeneration()
                        || !isSameStanding(now, seen)) {
                    return false;
                }
                apiKeys.put(new SessionId(key.userId(), key.key()), key);
                events.addAll(told);
                return true;
            }
        }

        @Override
        public void used(ApiKey seen, Instant now) {
            interfere();
            synchronized (lock) {
                apiKeys.computeIfPresent(
                        new SessionId(seen.userId(), seen.key()),
                        (id, stored) ->
                                Objects.equals(stored.lastUsed(), seen.lastUsed()) ? stored.usedAt(now) : stored);
            }
        }

        @Override
        public boolean revoke(long userId, TokenKey key) {
            interfere();
            synchronized (lock) {
                return apiKeys.remove(new SessionId(userId, key)) != null;
            }
        }

        @Override
        public void revokeAll(long userId) {
            interfere();
            synchronized (lock) {
                users.computeIfPresent(
                        userId, (id, user) -> user.with(user.security().withoutKeys()));
            }
        }

        @Override
        public List<ApiKey> list(long userId) {
            synchronized (lock) {
                return apiKeys.values().stream()
                        .filter(key -> key.userId() == userId)
                        .sorted(Comparator.comparing(ApiKey::created))
                        .toList();
            }
        }
    }

    private final class Users implements UserStore {
        @Override
        public boolean isNameTaken(String nameKey) {
            synchronized (lock) {
                return names.containsKey(nameKey);
            }
        }

        @Override
        public CreateResult create(User user, String nameKey, @Nullable Session session, Announcement announcement) {
            interfere();
            synchronized (lock) {
                if (names.containsKey(nameKey)) {
                    return names.get(nameKey) == user.id() ? CreateResult.CREATED : CreateResult.NAME_TAKEN;
                }
                if (users.containsKey(user.id())) {
                    return CreateResult.ID_TAKEN;
                }
                names.put(nameKey, user.id());
                users.put(user.id(), user);
                if (session != null) {
                    sessions.put(new SessionId(session.userId(), session.key()), session);
                }
                claim(announcement.claim(), user.id());
                events.addAll(announcement.events());
                return CreateResult.CREATED;
            }
        }

        @Override
        public NameFound lookUp(String nameKey) {
            synchronized (lock) {
                Optional<User> user = Optional.ofNullable(names.get(nameKey)).map(users::get);
                return new NameFound(user, user.isPresent() ? HashCensus.NONE : census);
            }
        }

        @Override
        public void wasRehashed(PasswordHash way) {
            synchronized (lock) {
                census = new HashCensus(
                        CENSUS_KEY,
                        census.shares().stream()
                                .map(share -> share.way().equals(way) && share.left() > 0
                                        ? new HashCensus.Share(way, share.counted(), share.left() - 1)
                                        : share)
                                .toList());
            }
        }

        @Override
        public Optional<User> find(long userId) {
            synchronized (lock) {
                return Optional.ofNullable(users.get(userId));
            }
        }

        @Override
        public Renamed rename(User seen, String username, List<OutboxEvent> told) {
            interfere();
            synchronized (lock) {
                String before = UsernameRule.uniquenessKey(UsernameRule.normalize(seen.username()));
                String after = UsernameRule.uniquenessKey(username);
                if (!after.equals(before) && names.containsKey(after)) {
                    return Renamed.NAME_TAKEN;
                }
                if (!isUnchanged(seen) || !Objects.equals(names.get(before), seen.id())) {
                    return Renamed.USER_CHANGED;
                }
                names.remove(before);
                names.put(after, seen.id());
                users.computeIfPresent(seen.id(), (id, user) -> user.withName(username));
                events.addAll(told);
                return Renamed.DONE;
            }
        }

        @Override
        public void endAllSessions(long userId) {
            interfere();
            synchronized (lock) {
                users.computeIfPresent(
                        userId,
                        (id, user) ->
                                with(user, user.passwordHash(), user.active(), user.generation() + 1, user.kept()));
            }
        }

        @Override
        public boolean changePassword(User seen, NewPassword chosen, @Nullable TokenKey kept, List<OutboxEvent> told) {
            interfere();
            synchronized (lock) {
                PasswordHash hash = chosen.hash();
                User now = users.get(seen.id());
                if (now == null || !isUnchanged(seen)) {
                    return now != null && hash.equals(now.passwordHash());
                }
                long next = seen.generation() + 1;
                User.KeptSession keptSession = kept == null ? now.kept() : new User.KeptSession(kept, next);
                User after = with(now, hash, true, next, keptSession).with(chosen.known());
                users.put(
                        seen.id(),
                        chosen.former() == null
                                ? after
                                : after.with(after.security().with(chosen.former())));
                events.addAll(told);
                return true;
            }
        }

        @Override
        public boolean setActive(long userId, boolean active) {
            synchronized (lock) {
                return users.computeIfPresent(
                                userId,
                                (id, user) -> active
                                        ? ended(user, true)
                                        : ended(user, false)
                                                .with(user.security().withoutKeys()))
                        != null;
            }
        }
    }

    private static User ended(User user, boolean active) {
        return with(user, user.passwordHash(), active, user.generation() + 1, user.kept());
    }

    private final class Links implements LinkStore {
        @Override
        public List<Link> list(long userId) {
            synchronized (lock) {
                return links.values().stream()
                        .filter(link -> link.userId() == userId)
                        .toList();
            }
        }

        @Override
        public LinkWithUser find(Purpose purpose, long userId, TokenKey key) {
            synchronized (lock) {
                Link link = links.get(key);
                boolean isIt = link != null && link.purpose() == purpose && link.userId() == userId;
                return new LinkWithUser(isIt ? link : null, users.get(userId));
            }
        }

        @Override
        public Redeemed redeem(Link link, User seen, User after, Sequel sequel) {
            interfere();
            synchronized (lock) {
                if (!links.containsKey(link.digest().key())) {
                    return Redeemed.LINK_GONE;
                }
                if (!isUnchanged(seen)) {
                    return Redeemed.USER_CHANGED;
                }
                links.remove(link.digest().key());
                users.put(after.id(), after);
                moveClaim(seen, after);
                keep(sequel);
                return Redeemed.DONE;
            }
        }
    }

    private void moveClaim(User seen, User after) {
        unclaim(seen);
        claim(EmailForm.of(after.email()).orElse(null), after.id());
    }

    private void unclaim(User user) {
        EmailForm.of(user.email())
                .ifPresent(form -> claims.getOrDefault(form, new HashSet<>()).remove(user.id()));
    }

    private void withoutPasskeys(long userId) {
        passkeys.values().removeIf(passkey -> passkey.userId() == userId);
        handles.remove(userId);
    }

    private void keep(Sequel sequel) {
        events.addAll(sequel.events());
        Undo undo = sequel.undo();
        if (undo != null) {
            undos.computeIfAbsent(undo.userId(), id -> new ArrayList<>()).add(undo);
        }
    }

    private final class Undos implements UndoStore {
        @Override
        public List<Undo> list(long userId) {
            synchronized (lock) {
                return List.copyOf(undos.getOrDefault(userId, List.of()));
            }
        }

        @Override
        public Redeemed redeem(Link link, User seen, Restoration restoration, List<OutboxEvent> told) {
            interfere();
            synchronized (lock) {
                List<Undo> kept = undos.getOrDefault(seen.id(), new ArrayList<>());
                if (!links.containsKey(link.digest().key())
                        || !kept.contains(restoration.ended().get(0))) {
                    return Redeemed.LINK_GONE;
                }
                if (!isUnchanged(seen) || !kept.containsAll(restoration.ended())) {
                    return Redeemed.USER_CHANGED;
                }
                links.remove(link.digest().key());
                kept.removeAll(restoration.ended());
                User after = restoration.after();
                users.put(after.id(), after);
                moveClaim(seen, after);
                if (restoration.ofApp()) {
                    apps.remove(after.id());
                    incarnationsWithApp.remove(after.id());
                    App app = restoration.app();
                    if (app != null) {
                        apps.put(after.id(), app);
                        incarnationsWithApp.put(after.id(), app.incarnation());
                    }
                }
                withoutPasskeys(after.id());
                deletions.keySet().removeIf(due -> due.userId() == after.id());
                events.addAll(told);
                return Redeemed.DONE;
            }
        }
    }

    private final class Deletions implements DeletionStore {
        @Override
        public boolean ask(User seen, User after, Instant due, Sequel sequel) {
            interfere();
            synchronized (lock) {
                if (!isUnchanged(seen)) {
                    return false;
                }
                users.put(after.id(), after);
                deletions.put(new Due(after.id(), after.security().incarnation()), due);
                keep(sequel);
                return true;
            }
        }

        @Override
        public List<Due> due(Instant now, int most) {
            synchronized (lock) {
                return deletions.entrySet().stream()
                        .filter(entry -> !entry.getValue().isAfter(now))
                        .map(Map.Entry::getKey)
                        .limit(most)
                        .toList();
            }
        }

        @Override
        public boolean begin(User seen, User after) {
            interfere();
            synchronized (lock) {
                User now = users.get(seen.id());
                if (now == null || now.security().deletion() == null || !isSameStanding(now, seen)) {
                    return false;
                }
                users.put(after.id(), after);
                return true;
            }
        }

        @Override
        public void sweep(User user) {
            interfere();
            synchronized (lock) {
                apps.remove(user.id());
                withoutPasskeys(user.id());
                incarnationsWithApp.remove(user.id());
                pendingApps.remove(user.id());
                links.values().removeIf(link -> link.userId() == user.id());
                steps.values().removeIf(step -> step.userId() == user.id());
                undos.remove(user.id());
                sessions.keySet().removeIf(session -> session.userId() == user.id());
                apiKeys.keySet().removeIf(key -> key.userId() == user.id());
            }
        }

        @Override
        public boolean finish(User user, List<OutboxEvent> told) {
            interfere();
            synchronized (lock) {
                User now = users.get(user.id());
                Deletion deletion = now == null ? null : now.security().deletion();
                if (now == null || deletion == null || !deletion.purging() || !isSameIncarnation(now, user)) {
                    return false;
                }
                users.remove(user.id());
                names.values().removeIf(id -> id == user.id());
                unclaim(now);
                deletions.keySet().removeIf(due -> due.userId() == user.id());
                events.addAll(told);
                return true;
            }
        }

        @Override
        public void forget(Due due) {
            synchronized (lock) {
                deletions.remove(due);
            }
        }
    }

    private static boolean isSameIncarnation(User now, User seen) {
        return now.security().incarnation() == seen.security().incarnation();
    }

    private final class Relays implements RelayStore {
        @Override
        public Optional<Waiting> find(String eventId) {
            synchronized (lock) {
                return events.stream()
                        .filter(event -> event.id().equals(eventId))
                        .findFirst()
                        .map(event -> new Waiting(event, tries.getOrDefault(eventId, Map.of())));
            }
        }

        @Override
        public List<User> claimants(EmailForm form, int most) {
            synchronized (lock) {
                return claims.getOrDefault(form, Set.of()).stream()
                        .limit(most)
                        .map(users::get)
                        .filter(Objects::nonNull)
                        .toList();
            }
        }

        @Override
        public List<Undo> undos(long userId) {
            return new Undos().list(userId);
        }

        @Override
        public Begun begin(OutboxEvent event, String part, @Nullable Link link, @Nullable User seen) {
            interfere();
            synchronized (lock) {
                Map<String, Integer> all = tries.computeIfAbsent(event.id(), id -> new HashMap<>());
                if (find(event.id()).isEmpty() || all.getOrDefault(part, 0) >= MOST_TRIES) {
                    return Begun.SPENT;
                }
                if (link != null && seen != null) {
                    User now = users.get(seen.id());
                    boolean same = now != null
                            && now.active()
                            && now.generation() == seen.generation()
                            && now.email().equals(seen.email())
                            && isSameStanding(now, seen);
                    if (!same) {
                        return Begun.USER_CHANGED;
                    }
                    links.put(link.digest().key(), link);
                }
                all.merge(part, 1, Integer::sum);
                return Begun.YES;
            }
        }

        @Override
        public void takeBack(OutboxEvent event, String part, @Nullable Link link) {
            synchronized (lock) {
                int made = tries.getOrDefault(event.id(), Map.of()).getOrDefault(part, 0);
                if (made > 0 && made <= MOST_TRIES) {
                    tries.get(event.id()).put(part, made - 1);
                    if (link != null) {
                        links.remove(link.digest().key());
                    }
                }
            }
        }

        @Override
        public void done(OutboxEvent event, String part, @Nullable Link unsent) {
            synchronized (lock) {
                if (unsent != null) {
                    links.remove(unsent.digest().key());
                }
                if (find(event.id()).isPresent()) {
                    tries.computeIfAbsent(event.id(), id -> new HashMap<>()).put(part, DONE);
                }
            }
        }

        @Override
        public void delete(OutboxEvent event) {
            synchronized (lock) {
                events.removeIf(other -> other.id().equals(event.id()));
                tries.remove(event.id());
            }
        }

        @Override
        public List<String> waiting(Instant before, int most) {
            synchronized (lock) {
                return events.stream()
                        .filter(event -> event.time().isBefore(before))
                        .map(OutboxEvent::id)
                        .limit(most)
                        .toList();
            }
        }
    }

    private final class Sessions implements SessionStore {
        @Override
        public SessionWithUser find(long userId, TokenKey key) {
            synchronized (lock) {
                return new SessionWithUser(sessions.get(new SessionId(userId, key)), users.get(userId));
            }
        }

        @Override
        public Optional<ImportedToken> findImported(List<TokenDigest> digests) {
            return Optional.empty();
        }

        @Override
        public OpenResult open(
                User seen,
                Session session,
                @Nullable PasswordHash rehashed,
                @Nullable Limit limit,
                @Nullable KnownSources known) {
            interfere();
            synchronized (lock) {
                User now = users.get(seen.id());
                if (now == null
                        || !now.active()
                        || !isSameStanding(now, seen)
                        || !Objects.equals(now.passwordHash(), seen.passwordHash())) {
                    return OpenResult.USER_CHANGED;
                }
                List<Session> live = list(now.id()).stream()
                        .filter(stored -> policy.isLive(now, stored, session.created()))
                        .toList();
                int excess = limit == null ? 0 : live.size() - limit.max() + 1;
                if (excess > 0 && Objects.requireNonNull(limit).policy() == TokenSettings.LimitPolicy.REJECT) {
                    return OpenResult.LIMIT_REACHED;
                }
                live.subList(0, Math.max(0, excess)).forEach(ended -> end(ended.userId(), ended.key()));
                sessions.put(new SessionId(now.id(), session.key()), session.withGeneration(now.generation()));
                User opened = opened(now, session.created(), rehashed);
                users.put(now.id(), known == null ? opened : opened.with(known));
                return OpenResult.OPENED;
            }
        }

        @Override
        public OpenResult open(
                User seen,
                Session session,
                @Nullable Limit limit,
                @Nullable KnownSources known,
                Step step,
                Proof proof,
                List<OutboxEvent> written) {
            interfere();
            synchronized (lock) {
                if (!steps.containsKey(step.digest().key())) {
                    return OpenResult.STEP_GONE;
                }
                if (!isRight(seen, proof)) {
                    return OpenResult.CODE_USED;
                }
                if (!isUnchanged(seen)) {
                    return OpenResult.USER_CHANGED;
                }
                OpenResult result = open(seen, session, null, limit, known);
                if (result == OpenResult.OPENED) {
                    steps.remove(step.digest().key());
                    use(seen, proof);
                    events.addAll(written);
                }
                return result;
            }
        }

        @Override
        public OpenResult open(
                User seen,
                Session session,
                @Nullable Limit limit,
                @Nullable KnownSources known,
                @Nullable Step step,
                PasskeyUse use) {
            interfere();
            synchronized (lock) {
                if (step != null && !steps.containsKey(step.digest().key())) {
                    return OpenResult.STEP_GONE;
                }
                if (!isOpen(use)) {
                    return OpenResult.CHALLENGE_GONE;
                }
                if (!isAdmitted(use)) {
                    return OpenResult.PASSKEY_CHANGED;
                }
                if (!isUnchanged(seen) || !use.seen().handle().equals(handles.get(seen.id()))) {
                    return OpenResult.USER_CHANGED;
                }
                OpenResult result = open(seen, session, null, limit, known);
                if (result == OpenResult.OPENED) {
                    if (step != null) {
                        steps.remove(step.digest().key());
                    }
                    use(use);
                }
                return result;
            }
        }

        private User opened(User user, Instant when, @Nullable PasswordHash rehashed) {
            return new User(
                    user.id(),
                    user.username(),
                    user.email(),
                    rehashed == null ? user.passwordHash() : rehashed,
                    user.active(),
                    user.generation(),
                    user.kept(),
                    user.sessionsOpened() + 1,
                    user.created(),
                    when,
                    user.knownSources(),
                    user.security());
        }

        @Override
        public boolean refresh(Session seen, Instant expiry, Instant now) {
            interfere();
            synchronized (lock) {
                Session stored = sessions.get(new SessionId(seen.userId(), seen.key()));
                if (stored != null && Objects.equals(stored.expiry(), seen.expiry())) {
                    sessions.put(
                            new SessionId(seen.userId(), seen.key()),
                            new Session(
                                    stored.userId(),
                                    stored.digest(),
                                    stored.generation(),
                                    stored.created(),
                                    expiry,
                                    now,
                                    stored.client(),
                                    stored.authentication()));
                }
                return stored != null;
            }
        }

        @Override
        public boolean end(long userId, TokenKey key) {
            synchronized (lock) {
                return sessions.remove(new SessionId(userId, key)) != null;
            }
        }

        @Override
        public List<Session> list(long userId) {
            synchronized (lock) {
                List<Session> all = new ArrayList<>(sessions.values());
                all.removeIf(session -> session.userId() != userId);
                all.sort(Comparator.comparing(Session::created));
                return all;
            }
        }
    }

    private boolean isRight(User seen, Proof proof) {
        App now = apps.get(seen.id());
        return now != null && now.sealed().equals(proof.app().sealed()) && !now.hasUsed(proof.use());
    }

    private void use(User seen, Proof proof) {
        apps.computeIfPresent(seen.id(), (id, now) -> now.after(proof.use()));
    }

    private boolean isOpen(PasskeyUse use) {
        return isOpen(use.challenge());
    }

    private boolean isOpen(ChallengeClaim claim) {
        Challenge challenge = challenges.get(claim.digest());
        return challenge != null && challenge.allows(claim);
    }

    private boolean isAdmitted(PasskeyUse use) {
        Passkey now = passkeys.get(use.seen().id());
        return now != null
                && now.key().equals(use.seen().key())
                && now.userId() == use.seen().userId()
                && now.incarnation() == use.seen().incarnation()
                && now.admits(use.after().counter());
    }

    private void use(PasskeyUse use) {
        challenges.remove(use.challenge().digest());
        passkeys.put(use.after().id(), use.after());
    }

    private void note(long userId, TokenKey session, Authentication proved) {
        sessions.computeIfPresent(
                new SessionId(userId, session),
                (id, stored) -> new Session(
                        stored.userId(),
                        stored.digest(),
                        stored.generation(),
                        stored.created(),
                        stored.expiry(),
                        stored.refreshed(),
                        stored.client(),
                        proved));
    }

    private final class Passkeys implements PasskeyStore {
        @Override
        public Optional<Passkey> find(CredentialId id) {
            synchronized (lock) {
                return Optional.ofNullable(passkeys.get(id));
            }
        }

        @Override
        public Owner owner(long userId) {
            synchronized (lock) {
                User user = users.get(userId);
                if (user == null) {
                    return new Owner(null, null, List.of());
                }
                return new Owner(
                        user,
                        handles.get(userId),
                        of(userId, user.security().incarnation())
                                .map(passkey -> passkey.id().digest())
                                .toList());
            }
        }

        private Stream<Passkey> of(long userId, long incarnation) {
            return passkeys.values().stream()
                    .filter(passkey -> passkey.userId() == userId && passkey.incarnation() == incarnation)
                    .sorted(Comparator.comparing(Passkey::created));
        }

        @Override
        public List<Passkey> list(Owner owner) {
            synchronized (lock) {
                User user = owner.user();
                return user == null
                        ? List.of()
                        : of(user.id(), user.security().incarnation()).toList();
            }
        }

        @Override
        public Optional<UserHandle> handle(User seen, UserHandle fresh) {
            interfere();
            synchronized (lock) {
                User now = users.get(seen.id());
                if (now == null
                        || !now.active()
                        || now.generation() != seen.generation()
                        || !isSameStanding(now, seen)) {
                    return Optional.empty();
                }
                handles.putIfAbsent(seen.id(), fresh);
                return Optional.of(Objects.requireNonNull(handles.get(seen.id())));
            }
        }

        @Override
        public void begin(Challenge challenge) {
            synchronized (lock) {
                challenges.put(challenge.digest(), challenge);
            }
        }

        @Override
        public boolean isOpen(ChallengeClaim claim) {
            synchronized (lock) {
                return InMemoryStores.this.isOpen(claim);
            }
        }

        @Override
        public Change add(
                Owner seen,
                Passkey passkey,
                ChallengeClaim challenge,
                TokenKey session,
                Authentication proved,
                Sequel sequel) {
            interfere();
            synchronized (lock) {
                User user = Objects.requireNonNull(seen.user());
                if (!InMemoryStores.this.isOpen(challenge)) {
                    return Change.CHALLENGE_GONE;
                }
                if (!sessions.containsKey(new SessionId(user.id(), session))) {
                    return Change.SESSION_ENDED;
                }
                if (passkeys.containsKey(passkey.id())) {
                    return Change.TAKEN;
                }
                if (!isUnchanged(user)) {
                    return Change.CHANGED;
                }
                challenges.remove(challenge.digest());
                passkeys.put(passkey.id(), passkey);
                users.computeIfPresent(
                        user.id(), (id, now) -> now.with(user.security().with(Factor.PASSKEY)));
                note(user.id(), session, proved);
                keep(sequel);
                return Change.DONE;
            }
        }

        @Override
        public boolean rename(Passkey seen, String name) {
            synchronized (lock) {
                return passkeys.computeIfPresent(seen.id(), (id, passkey) -> passkey.named(name)) != null;
            }
        }

        @Override
        public Change remove(Owner seen, Passkey passkey, List<OutboxEvent> written) {
            interfere();
            synchronized (lock) {
                User user = Objects.requireNonNull(seen.user());
                if (!isUnchanged(user)) {
                    return Change.CHANGED;
                }
                passkeys.remove(passkey.id());
                boolean more =
                        of(user.id(), user.security().incarnation()).findAny().isPresent();
                Security security = more
                        ? user.security().with(Factor.PASSKEY)
                        : user.security().without(Factor.PASSKEY);
                users.computeIfPresent(user.id(), (id, now) -> now.with(security));
                if (!more) {
                    handles.remove(user.id());
                }
                events.addAll(written);
                return Change.DONE;
            }
        }

        @Override
        public Change prove(User seen, TokenKey session, Authentication proved, PasskeyUse use) {
            interfere();
            synchronized (lock) {
                if (!InMemoryStores.this.isOpen(use)) {
                    return Change.CHALLENGE_GONE;
                }
                if (!sessions.containsKey(new SessionId(seen.id(), session))) {
                    return Change.SESSION_ENDED;
                }
                if (!isAdmitted(use) || !isUnchanged(seen)) {
                    return Change.CHANGED;
                }
                use(use);
                note(seen.id(), session, proved);
                return Change.DONE;
            }
        }
    }

    private final class Steps implements StepStore {
        @Override
        public boolean begin(Step step, User seen, @Nullable PasswordHash rehashed) {
            interfere();
            synchronized (lock) {
                User now = users.get(seen.id());
                if (rehashed != null) {
                    if (now == null || !isUnchanged(seen)) {
                        return false;
                    }
                    users.put(seen.id(), with(now, rehashed, true, now.generation(), now.kept()));
                }
                steps.put(step.digest().key(), step);
                guesses.put(step.digest().key(), 0);
                return true;
            }
        }

        @Override
        public Try count(long userId, TokenDigest digest, Instant now) {
            synchronized (lock) {
                Step step = steps.get(digest.key());
                if (step == null
                        || step.userId() != userId
                        || !step.digest().equals(digest)
                        || !step.expiry().isAfter(now)) {
                    return new Unknown();
                }
                int made = guesses.getOrDefault(digest.key(), 0);
                if (made >= Step.TRIES) {
                    return new Spent(step.expiry());
                }
                guesses.put(digest.key(), made + 1);
                return new Tried(step);
            }
        }

        @Override
        public void takeBack(Step step) {
            synchronized (lock) {
                guesses.computeIfPresent(step.digest().key(), (key, made) -> Math.max(0, made - 1));
            }
        }
    }

    private final class SecondFactors implements FactorStore {
        @Override
        public Factors find(long userId) {
            synchronized (lock) {
                User user = users.get(userId);
                long incarnation = user == null ? 0 : user.security().incarnation();
                App app = apps.get(userId);
                PendingApp pending = pendingApps.get(userId);
                boolean has = app != null && app.incarnation() == incarnation;
                boolean had = Objects.equals(incarnationsWithApp.get(userId), incarnation);
                return new Factors(
                        user,
                        has ? app : null,
                        pending != null && pending.incarnation() == incarnation ? pending : null,
                        had && !has);
            }
        }

        @Override
        public void begin(User seen, PendingApp pending) {
            synchronized (lock) {
                pendingApps.put(seen.id(), pending);
            }
        }

        @Override
        public Outcome confirm(
                User seen, PendingApp pending, App app, TokenKey session, Authentication proved, Sequel sequel) {
            interfere();
            synchronized (lock) {
                if (!sessions.containsKey(new SessionId(seen.id(), session))) {
                    return Outcome.SESSION_ENDED;
                }
                if (!isUnchanged(seen) || !pending.equals(pendingApps.get(seen.id()))) {
                    return Outcome.CHANGED;
                }
                pendingApps.remove(seen.id());
                apps.put(seen.id(), app);
                incarnationsWithApp.put(seen.id(), app.incarnation());
                moved(seen, seen.security().with(Factor.APP));
                note(seen.id(), session, proved);
                keep(sequel);
                return Outcome.DONE;
            }
        }

        @Override
        public Outcome remove(User seen, Proof proof, Sequel sequel) {
            return change(seen, proof, seen.security().without(Factor.APP), () -> apps.remove(seen.id()), sequel);
        }

        @Override
        public Outcome renew(User seen, Proof proof, Sealed renewed, List<OutboxEvent> written) {
            return change(
                    seen,
                    proof,
                    seen.security().with(Factor.APP),
                    () -> {
                        App now = Objects.requireNonNull(apps.get(seen.id()));
                        long step = proof.use() instanceof CodeUse.OfApp code ? code.step() : now.lastStep();
                        apps.put(seen.id(), new App(renewed, now.incarnation(), step, now.codesEpoch() + 1, 0));
                    },
                    Sequel.of(written));
        }

        private Outcome change(User seen, Proof proof, Security security, Runnable done, Sequel sequel) {
            interfere();
            synchronized (lock) {
                if (!isUnchanged(seen)) {
                    return Outcome.CHANGED;
                }
                if (!isRight(seen, proof)) {
                    return Outcome.CODE_USED;
                }
                moved(seen, security);
                done.run();
                keep(sequel);
                return Outcome.DONE;
            }
        }

        private void moved(User seen, Security security) {
            users.computeIfPresent(seen.id(), (id, user) -> user.with(security));
        }

        @Override
        public Outcome prove(User seen, TokenKey session, Authentication proved, @Nullable Proof proof) {
            interfere();
            synchronized (lock) {
                if (!isUnchanged(seen)) {
                    return Outcome.CHANGED;
                }
                if (proof != null && !isRight(seen, proof)) {
                    return Outcome.CODE_USED;
                }
                if (!sessions.containsKey(new SessionId(seen.id(), session))) {
                    return Outcome.SESSION_ENDED;
                }
                if (proof != null) {
                    use(seen, proof);
                }
                note(seen.id(), session, proved);
                return Outcome.DONE;
            }
        }
    }

    /** A window for each source and one for each source and account, as the store in DynamoDB has them in one item. */
    private final class Attempts implements AttemptStore {
        @Override
        public Decision count(Subject subject, Limits limits, Instant now) {
            synchronized (lock) {
                Window ofSource = current(source(subject), limits, now);
                Window ofAccount = windows.getOrDefault(subject, new Window(ofSource.end(), now));
                if (!ofAccount.end().equals(ofSource.end())) {
                    ofAccount = new Window(ofSource.end(), now);
                }
                if (ofSource.count() >= limits.perSource() || ofAccount.count() >= limits.perAccount()) {
                    return new Refused(worthTrying(ofSource, ofAccount, limits, now));
                }
                windows.put(source(subject), ofSource.counted(now));
                windows.put(subject, ofAccount.counted(now));
                return new Counted(subject, limits, ofSource.end(), ofSource.count() + 1L);
            }
        }

        private Instant worthTrying(Window ofSource, Window ofAccount, Limits limits, Instant now) {
            boolean failed = ofSource.failed() >= limits.perSource() || ofAccount.failed() >= limits.perAccount();
            boolean underWay = ofSource.last().plus(limits.underWay()).isAfter(now);
            Instant soon = now.plus(Limits.SOON);
            return !failed && underWay && soon.isBefore(ofSource.end()) ? soon : ofSource.end();
        }

        private Window current(Subject source, Limits limits, Instant now) {
            Window window = windows.get(source);
            return window != null && window.end().isAfter(now) ? window : new Window(now.plus(limits.window()), now);
        }

        /** The account that stands for the source as a whole; no uniqueness form has a line feed. */
        private Subject source(Subject subject) {
            return new Subject(subject.kind(), subject.source(), "\n");
        }

        @Override
        public void fail(Counted attempt) {
            synchronized (lock) {
                Window ofSource = windows.get(source(attempt.subject()));
                Window ofAccount = windows.get(attempt.subject());
                if (ofSource != null
                        && ofSource.end().equals(attempt.windowEnd())
                        && ofAccount != null
                        && ofAccount.count() > 0) {
                    windows.put(source(attempt.subject()), ofSource.oneMoreFailed());
                    windows.put(attempt.subject(), ofAccount.oneMoreFailed());
                }
            }
        }

        @Override
        public void forgive(Counted attempt) {
            change(attempt, 0);
        }

        @Override
        public void clear(Counted attempt) {
            synchronized (lock) {
                windows.keySet()
                        .removeIf(subject -> subject.kind()
                                        .equals(attempt.subject().kind())
                                && subject.source().equals(attempt.subject().source()));
            }
        }

        @Override
        public void takeBack(Counted attempt) {
            synchronized (lock) {
                Window ofAccount = windows.get(attempt.subject());
                change(attempt, ofAccount == null ? 0 : ofAccount.count() - 1);
            }
        }

        private void change(Counted attempt, int left) {
            synchronized (lock) {
                Window ofSource = windows.get(source(attempt.subject()));
                if (ofSource != null && ofSource.end().equals(attempt.windowEnd()) && ofSource.count() > 0) {
                    windows.put(source(attempt.subject()), ofSource.with(ofSource.count() - 1));
                    Window ofAccount =
                            windows.getOrDefault(attempt.subject(), new Window(ofSource.end(), ofSource.last()));
                    windows.put(attempt.subject(), ofAccount.with(left));
                }
            }
        }

        @Override
        public boolean forgetSource(String kind, String source) {
            synchronized (lock) {
                return windows.keySet()
                        .removeIf(subject ->
                                subject.kind().equals(kind) && subject.source().equals(source));
            }
        }

        @Override
        public int forget(String kind, String account) {
            synchronized (lock) {
                int before = windows.size();
                windows.keySet()
                        .removeIf(subject ->
                                subject.kind().equals(kind) && subject.account().equals(account));
                return before - windows.size();
            }
        }
    }
}
