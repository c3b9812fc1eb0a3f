package dev.latchkey.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Randomness;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.passkey.Asserted;
import dev.latchkey.passkey.Challenge;
import dev.latchkey.passkey.Challenge.Purpose;
import dev.latchkey.passkey.ChallengeClaim;
import dev.latchkey.passkey.Challenges;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.PasskeyUse;
import dev.latchkey.passkey.UserHandle;
import dev.latchkey.proof.Step;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Authentication.Method;
import dev.latchkey.session.Session;
import dev.latchkey.session.TokenSettings.LimitPolicy;
import dev.latchkey.store.PasskeyStore.Change;
import dev.latchkey.store.PasskeyStore.Owner;
import dev.latchkey.store.SessionStore.Limit;
import dev.latchkey.store.SessionStore.OpenResult;
import dev.latchkey.text.Language;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.user.Factor;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of passkeys does, one call after the other; races have tests of their own. */
public abstract class PasskeyStoreContract {
    /** In the future, because DynamoDB's emulator deletes what is over by the real time. */
    private static final Instant NOW = Instant.parse("2106-11-22T10:00:00.123456Z");

    private static final PasswordHash HASH = new PasswordHash("the-first-hash");
    private static final Authentication PROVED = new Authentication(Set.of(Method.PWD, Method.HWK), NOW);
    private static final Challenges CHALLENGES = new Challenges(Randomness.SECURE);

    private long nextId = 1L << 41;

    /** Returns the passkeys of one set of empty stores, the same for a whole test. */
    protected abstract PasskeyStore passkeys();

    /** Returns the users of the same stores. */
    protected abstract UserStore users();

    /** Returns the sessions of the same stores. */
    protected abstract SessionStore sessions();

    /** Returns the logins between password and proof of the same stores. */
    protected abstract StepStore steps();

    /** Returns the events of the same stores, in any order. */
    protected abstract List<OutboxEvent> events();

    @Test
    void aUserHasOneHandle() {
        User ada = create("ada");
        assertThat(passkeys().owner(ada.id())).isEqualTo(new Owner(ada, null, List.of()));
        UserHandle first = UserHandle.random(Randomness.SECURE);
        assertThat(passkeys().handle(ada, first)).contains(first);
        assertThat(passkeys().handle(ada, UserHandle.random(Randomness.SECURE))).contains(first);
        assertThat(passkeys().owner(ada.id()).handle()).isEqualTo(first);
        users().setActive(ada.id(), false);
        assertThat(passkeys().handle(ada, first)).isEmpty();
        assertThat(passkeys().owner(7).user()).isNull();
    }

    @Test
    void aPasskeyIsAddedFoundNamedAndRemoved() {
        User ada = create("ada");
        Session session = open(ada);
        Passkey first = passkey(ada, 0, "first");
        OutboxEvent event = event(ada);
        assertThat(passkeys().add(owner(ada), first, begun(ada), session.key(), PROVED, Sequel.of(List.of(event))))
                .isEqualTo(Change.DONE);
        assertThat(passkeys().find(first.id())).contains(first);
        assertThat(events()).contains(event);
        User now = reload(ada);
        assertThat(now.security().factors()).containsExactly(Factor.PASSKEY);
        assertThat(now.security().epoch()).isEqualTo(1);
        assertThat(proved(ada, session)).isEqualTo(PROVED);

        Passkey second = passkey(ada, 0, "second");
        assertThat(passkeys().add(owner(ada), second, begun(ada), session.key(), PROVED, Sequel.NONE))
                .isEqualTo(Change.DONE);
        assertThat(passkeys().rename(second, "of the telephone")).isTrue();
        assertThat(passkeys().list(owner(ada))).containsExactlyInAnyOrder(first, second.named("of the telephone"));

        assertThat(passkeys().remove(owner(ada), first, List.of())).isEqualTo(Change.DONE);
        assertThat(passkeys().find(first.id())).isEmpty();
        assertThat(reload(ada).security().factors()).containsExactly(Factor.PASSKEY);
        assertThat(passkeys().remove(owner(ada), second, List.of())).isEqualTo(Change.DONE);
        assertThat(reload(ada).security().factors()).isEmpty();
        assertThat(owner(ada).digests()).isEmpty();
        assertThat(passkeys().list(owner(ada))).isEmpty();
        assertThat(passkeys().rename(second, "gone")).isFalse();
    }

    @Test
    void aPasskeyIsAddedWhileAllIsAsSeen() {
        User ada = create("ada");
        Session session = open(ada);
        Owner seen = owner(ada);
        Passkey passkey = passkey(ada, 0, "a key");
        ChallengeClaim claim = begun(ada);
        Session other = session(ada);
        assertThat(passkeys().add(seen, passkey, claim, other.key(), PROVED, Sequel.NONE))
                .isEqualTo(Change.SESSION_ENDED);
        assertThat(passkeys().add(seen, passkey, claim, session.key(), PROVED, Sequel.NONE))
                .isEqualTo(Change.DONE);
        assertThat(passkeys().add(owner(ada), passkey(ada, 0, "again"), claim, session.key(), PROVED, Sequel.NONE))
                .isEqualTo(Change.CHALLENGE_GONE);
        assertThat(passkeys().add(owner(ada), passkey, begun(ada), session.key(), PROVED, Sequel.NONE))
                .isEqualTo(Change.TAKEN);
        assertThat(passkeys().add(seen, passkey(ada, 0, "late"), begun(ada), session.key(), PROVED, Sequel.NONE))
                .as("the set as it was before")
                .isEqualTo(Change.CHANGED);
        Owner before = owner(ada);
        users().endAllSessions(ada.id());
        assertThat(passkeys().remove(before, passkey, List.of())).isEqualTo(Change.CHANGED);
        assertThat(passkeys().find(passkey.id())).contains(passkey);
    }

    @Test
    void aChallengeIsForOnePurposeOneUserAndOneStep() {
        User ada = create("ada");
        Step step = step(ada);
        Challenges.NewChallenge made = CHALLENGES.forStep(presented(ada), NOW);
        passkeys().begin(made.challenge());
        TokenDigest ofStep = made.challenge().step();
        TokenDigest digest = made.challenge().digest();
        assertThat(isOpen(digest, Purpose.STEP, ada.id(), 0, ofStep, NOW)).isTrue();
        assertThat(isOpen(digest, Purpose.LOGIN, ada.id(), 0, ofStep, NOW)).isFalse();
        assertThat(isOpen(digest, Purpose.STEP, ada.id() + 1, 0, ofStep, NOW)).isFalse();
        assertThat(isOpen(digest, Purpose.STEP, ada.id(), 1, ofStep, NOW)).isFalse();
        assertThat(isOpen(digest, Purpose.STEP, ada.id(), 0, step.digest(), NOW))
                .isFalse();
        assertThat(isOpen(digest, Purpose.STEP, ada.id(), 0, null, NOW)).isFalse();
        assertThat(isOpen(digest, Purpose.STEP, ada.id(), 0, ofStep, NOW.plus(Challenge.LIFE)))
                .isFalse();
        assertThat(isOpen(step.digest(), Purpose.STEP, ada.id(), 0, ofStep, NOW))
                .isFalse();
    }

    @Test
    void aSessionIsOpenedByOneAnswerOnce() {
        User ada = create("ada");
        Passkey passkey = added(ada, 0);
        User now = reload(ada);
        PasskeyUse use = use(passkey, 0, login());
        Session session = session(now);
        assertThat(sessions().open(now, session, null, null, null, use)).isEqualTo(OpenResult.OPENED);
        assertThat(sessions().find(ada.id(), session.key()).session()).isEqualTo(session);
        assertThat(passkeys().find(passkey.id())).contains(use.after());
        assertThat(sessions().open(now, session(now), null, null, null, use)).isEqualTo(OpenResult.CHALLENGE_GONE);
    }

    /** Of a counter that goes back there is a copy; a zero never replaces a number, and two zeros say nothing. */
    @Test
    void aCounterOnlyGrows() {
        User ada = create("ada");
        Passkey passkey = added(ada, 0);
        assertThat(opened(ada, passkey, 0)).isEqualTo(OpenResult.OPENED);
        assertThat(opened(ada, passkey, 0)).isEqualTo(OpenResult.OPENED);
        assertThat(opened(ada, passkey, 5)).isEqualTo(OpenResult.OPENED);
        assertThat(opened(ada, passkey, 5)).isEqualTo(OpenResult.PASSKEY_CHANGED);
        assertThat(opened(ada, passkey, 4)).isEqualTo(OpenResult.PASSKEY_CHANGED);
        assertThat(opened(ada, passkey, 0)).isEqualTo(OpenResult.PASSKEY_CHANGED);
        assertThat(opened(ada, passkey, 1L << 31)).isEqualTo(OpenResult.OPENED);
        assertThat(passkeys().find(passkey.id()).orElseThrow().counter()).isEqualTo(1L << 31);
    }

    @Test
    void anAnswerEndsTheStepThatItBelongsTo() {
        User ada = create("ada");
        Passkey passkey = added(ada, 0);
        User now = reload(ada);
        Step step = step(now);
        steps().begin(step, now, null);
        PasskeyUse use = use(passkey, 0, ofStep(now, step));
        assertThat(sessions().open(now, session(now), null, null, step, use)).isEqualTo(OpenResult.OPENED);
        assertThat(sessions().open(now, session(now), null, null, step, use(passkey, 0, ofStep(now, step))))
                .isEqualTo(OpenResult.STEP_GONE);
    }

    @Test
    void noSessionIsOpenedForAUserWhoChanged() {
        User ada = create("ada");
        Passkey passkey = added(ada, 0);
        for (Runnable change : List.<Runnable>of(
                () -> users().endAllSessions(ada.id()),
                () -> users().changePassword(reload(ada), new PasswordHash("another"), null),
                () -> users().setActive(ada.id(), false))) {
            User seen = reload(ada);
            PasskeyUse use = use(passkey, 0, login());
            change.run();
            assertThat(sessions().open(seen, session(seen), null, null, null, use))
                    .isEqualTo(OpenResult.USER_CHANGED);
            assertThat(passkeys().isOpen(use.challenge())).isTrue();
        }
    }

    @Test
    void aRemovedPasskeyAndAnothersHandleOpenNothing() {
        User ada = create("ada");
        Passkey passkey = added(ada, 0);
        Passkey stranger = new Passkey(
                passkey.id(),
                ada.id(),
                0,
                UserHandle.random(Randomness.SECURE),
                passkey.key(),
                0,
                false,
                false,
                List.of(),
                "",
                NOW,
                null);
        User now = reload(ada);
        assertThat(sessions().open(now, session(now), null, null, null, use(stranger, 0, login())))
                .isEqualTo(OpenResult.USER_CHANGED);
        passkeys().remove(owner(ada), passkey, List.of());
        now = reload(ada);
        assertThat(sessions().open(now, session(now), null, null, null, use(passkey, 0, login())))
                .isEqualTo(OpenResult.PASSKEY_CHANGED);
    }

    @Test
    void aLimitIsKeptAfterAPasskeyToo() {
        User ada = create("ada");
        Passkey passkey = added(ada, 0);
        User now = reload(ada);
        PasskeyUse use = use(passkey, 0, login());
        assertThat(sessions().open(now, session(now), new Limit(1, LimitPolicy.REJECT), null, null, use))
                .isEqualTo(OpenResult.LIMIT_REACHED);
        assertThat(sessions().open(now, session(now), new Limit(1, LimitPolicy.EVICT_OLDEST), null, null, use))
                .isEqualTo(OpenResult.OPENED);
        assertThat(sessions().list(ada.id())).hasSize(1);
    }

    @Test
    void aSessionNotesAnAnswerOnce() {
        User ada = create("ada");
        Session session = open(ada);
        Passkey passkey = added(ada, 3);
        User now = reload(ada);
        PasskeyUse use = use(passkey, 4, begun(now, Purpose.PROVE));
        assertThat(passkeys().prove(now, session(now).key(), PROVED, use)).isEqualTo(Change.SESSION_ENDED);
        assertThat(passkeys().prove(now, session.key(), PROVED, use)).isEqualTo(Change.DONE);
        assertThat(proved(ada, session)).isEqualTo(PROVED);
        assertThat(passkeys().prove(now, session.key(), PROVED, use)).isEqualTo(Change.CHALLENGE_GONE);
        assertThat(passkeys().prove(now, session.key(), PROVED, use(passkey, 4, begun(now, Purpose.PROVE))))
                .as("a counter that did not grow")
                .isEqualTo(Change.CHANGED);
        users().endAllSessions(ada.id());
        assertThat(passkeys().prove(now, session.key(), PROVED, use(passkey, 5, begun(now, Purpose.PROVE))))
                .isEqualTo(Change.CHANGED);
    }

    private boolean isOpen(
            TokenDigest digest,
            Purpose purpose,
            long userId,
            long incarnation,
            @Nullable TokenDigest step,
            Instant at) {
        return passkeys().isOpen(new ChallengeClaim(digest, purpose, userId, incarnation, step, at));
    }

    private OpenResult opened(User user, Passkey passkey, long counter) {
        User now = reload(user);
        return sessions().open(now, session(now), null, null, null, use(passkey, counter, login()));
    }

    private Passkey added(User user, long counter) {
        Session session = open(user);
        Passkey passkey = passkey(user, counter, "a key");
        assertThat(passkeys().add(owner(user), passkey, begun(reload(user)), session.key(), PROVED, Sequel.NONE))
                .isEqualTo(Change.DONE);
        return passkey;
    }

    private ChallengeClaim begun(User user) {
        return begun(user, Purpose.REGISTER);
    }

    private ChallengeClaim begun(User user, Purpose purpose) {
        return claim(CHALLENGES.forUser(purpose, user, NOW));
    }

    private ChallengeClaim login() {
        return claim(CHALLENGES.forLogin(NOW));
    }

    private ChallengeClaim ofStep(User user, Step step) {
        Challenges.NewChallenge made = CHALLENGES.forLogin(NOW);
        Challenge challenge = new Challenge(
                made.challenge().digest(), Purpose.STEP, user.id(), 0, step.digest(), NOW.plus(Challenge.LIFE));
        return claim(new Challenges.NewChallenge(made.bytes(), challenge));
    }

    private ChallengeClaim claim(Challenges.NewChallenge made) {
        Challenge challenge = made.challenge();
        passkeys().begin(challenge);
        return new ChallengeClaim(
                challenge.digest(),
                challenge.purpose(),
                challenge.userId(),
                challenge.incarnation(),
                challenge.step(),
                NOW);
    }

    private static PasskeyUse use(Passkey passkey, long counter, ChallengeClaim claim) {
        Asserted answer = new Asserted(Octets.of(new byte[0]), counter, false);
        return new PasskeyUse(passkey, passkey.usedAt(answer, NOW), claim);
    }

    private Passkey passkey(User user, long counter, String name) {
        UserHandle handle = passkeys()
                .handle(reload(user), UserHandle.random(Randomness.SECURE))
                .orElseThrow();
        return new Passkey(
                new CredentialId(Octets.of(Randomness.SECURE.bytes(16))),
                user.id(),
                user.security().incarnation(),
                handle,
                Octets.of(Randomness.SECURE.bytes(8)),
                counter,
                true,
                false,
                List.of("hybrid", "internal"),
                name,
                NOW,
                null);
    }

    private static Step step(User user) {
        return new StepTokens(Randomness.SECURE).issue(user, NOW).step();
    }

    private static PresentedToken.Native presented(User user) {
        return StepTokens.read(new StepTokens(Randomness.SECURE)
                        .issue(user, NOW)
                        .token()
                        .reveal())
                .orElseThrow();
    }

    private static OutboxEvent event(User user) {
        String id = HexFormat.of().formatHex(Randomness.SECURE.bytes(16));
        return new OutboxEvent(id, OutboxEvent.Kind.FACTOR_ADDED, user.id(), null, NOW, Language.EN, 0, 1, 0, Map.of());
    }

    private @Nullable Authentication proved(User user, Session session) {
        Session now = sessions().find(user.id(), session.key()).session();
        return now == null ? null : now.authentication();
    }

    private Owner owner(User user) {
        return passkeys().owner(user.id());
    }

    private User create(String name) {
        User user = User.registered(nextId++, name, name + "@example.com", HASH, NOW);
        assertThat(users().create(user, name, null)).isEqualTo(UserStore.CreateResult.CREATED);
        return user;
    }

    private User reload(User user) {
        return users().find(user.id()).orElseThrow();
    }

    private Session open(User user) {
        Session session = session(user);
        assertThat(sessions().open(reload(user), session, null, null)).isEqualTo(OpenResult.OPENED);
        return session;
    }

    private static Session session(User user) {
        TokenDigest digest = TokenDigest.of(new TokenFormat("", false).create(user.id(), Randomness.SECURE));
        return new Session(
                user.id(),
                digest,
                user.generation(),
                NOW,
                NOW.plus(Duration.ofHours(10)),
                null,
                new Session.Client("a test", "192.0.2.1"));
    }
}
