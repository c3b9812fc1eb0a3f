package dev.latchkey.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Randomness;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.proof.App;
import dev.latchkey.proof.CodeUse;
import dev.latchkey.proof.PendingApp;
import dev.latchkey.proof.Proof;
import dev.latchkey.proof.Sealed;
import dev.latchkey.proof.Step;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Authentication.Method;
import dev.latchkey.session.Session;
import dev.latchkey.session.TokenSettings.LimitPolicy;
import dev.latchkey.store.AttemptStore.Counted;
import dev.latchkey.store.AttemptStore.Limits;
import dev.latchkey.store.AttemptStore.Refused;
import dev.latchkey.store.AttemptStore.Subject;
import dev.latchkey.store.LinkStore.LinkWithUser;
import dev.latchkey.store.LinkStore.Redeemed;
import dev.latchkey.store.RelayStore.Begun;
import dev.latchkey.store.SessionStore.Limit;
import dev.latchkey.store.SessionStore.OpenResult;
import dev.latchkey.store.UserStore.CreateResult;
import dev.latchkey.store.UserStore.Renamed;
import dev.latchkey.text.Language;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.undo.Restoration;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.Factor;
import dev.latchkey.user.FormerPassword;
import dev.latchkey.user.HashCensus.Share;
import dev.latchkey.user.Kind;
import dev.latchkey.user.KnownSources;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every implementation of the three ports does, one call after the other; races have tests of their own. */
public abstract class StoreContract {
    /** In the future, because DynamoDB's emulator deletes what is over by the real time. */
    private static final Instant NOW = Instant.parse("2106-11-22T10:00:00.123456Z");

    private static final PasswordHash HASH = new PasswordHash("the-first-hash");
    private static final PasswordHash OTHER = new PasswordHash("another-hash");
    private static final Limits LIMITS = new Limits(3, 2, Duration.ofMinutes(15), Duration.ofSeconds(10));

    private static final Sealed SEALED = new Sealed(new byte[] {1});
    private static final Authentication PROVED = new Authentication(Set.of(Method.PWD, Method.OTP), NOW);

    private long nextId = 1L << 41;

    /** Returns the users of one set of empty stores, the same for a whole test. */
    protected abstract UserStore users();

    /** Returns the sessions of the same stores. */
    protected abstract SessionStore sessions();

    /** Returns the counted attempts of the same stores. */
    protected abstract AttemptStore attempts();

    /** Returns the logins between password and proof of the same stores. */
    protected abstract StepStore steps();

    /** Returns the second factors of the same stores. */
    protected abstract FactorStore factors();

    /** Returns the mailed secrets of the same stores. */
    protected abstract LinkStore links();

    /** Returns what changes of security replaced, of the same stores. */
    protected abstract UndoStore undos();

    /** Returns the users of the same stores who asked to be deleted. */
    protected abstract DeletionStore deletions();

    /** Returns the outbox of the same stores. */
    protected abstract Outbox outbox();

    /** Returns the events that wait in the same stores. */
    protected abstract RelayStore relay();

    /** Stores a mailed secret. */
    protected abstract void put(Link link);

    /** Returns the events of the same stores, in any order. */
    protected abstract List<OutboxEvent> events();

    /** Stores how passwords are hashed. */
    protected abstract void count(List<Share> shares);

    /** Returns who states an address. */
    protected abstract Set<Long> claimants(EmailForm form);

    @Test
    void aUserIsFoundByIdAndName() {
        User ada = create("ada");
        assertThat(users().find(ada.id())).contains(ada);
        assertThat(users().findByName("ada")).contains(ada);
        assertThat(users().isNameTaken("ada")).isTrue();
        assertThat(users().findByName("grace")).isEmpty();
        assertThat(users().isNameTaken("grace")).isFalse();
        assertThat(users().find(1)).isEmpty();
    }

    @Test
    void aNameThatNobodyHasComesWithTheCensus() {
        create("ada");
        assertThat(users().lookUp("grace").census().shares()).isEmpty();
        PasswordHash old = new PasswordHash("md5$0$00000000000000000000000000000000");
        PasswordHash current = new PasswordHash("$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA");
        count(List.of(new Share(old, 2, 2), new Share(current, 7, 7)));
        assertThat(users().lookUp("ada").user()).isPresent();
        users().wasRehashed(old);
        users().wasRehashed(new PasswordHash("of no known way"));
        assertThat(users().lookUp("grace").census().shares())
                .containsExactlyInAnyOrder(new Share(old, 2, 1), new Share(current, 7, 7));
        users().wasRehashed(old);
        users().wasRehashed(old);
        assertThat(users().lookUp("grace").census().shares())
                .containsExactlyInAnyOrder(new Share(old, 2, 0), new Share(current, 7, 7));
        assertThat(users().lookUp("grace").census().forNobody("grace")).isIn(null, current);
    }

    @Test
    void withoutACensusNothingIsNoted() {
        users().wasRehashed(new PasswordHash("md5$0$00000000000000000000000000000000"));
        assertThat(users().lookUp("grace").census().shares()).isEmpty();
    }

    @Test
    void aNameAndAnIdAreGivenOnce() {
        User ada = create("ada");
        assertThat(users().create(user("ada"), "ada", null)).isEqualTo(CreateResult.NAME_TAKEN);
        User sameId = User.registered(ada.id(), "grace", "", null, NOW);
        assertThat(users().create(sameId, "grace", null)).isEqualTo(CreateResult.ID_TAKEN);
        assertThat(users().findByName("grace")).isEmpty();
        assertThat(users().create(ada, "ada", null)).as("the same again").isEqualTo(CreateResult.CREATED);
    }

    @Test
    void aUserIsCreatedWithTheFirstSession() {
        User ada = user("ada");
        Session session = session(ada, NOW);
        users().create(ada, "ada", session);
        assertThat(sessions().find(ada.id(), session.key())).isEqualTo(new SessionStore.SessionWithUser(session, ada));
    }

    @Test
    void aSessionIsOpenedUnderTheGenerationOfNow() {
        User seen = create("ada");
        users().endAllSessions(seen.id());
        Session session = session(seen, NOW);
        assertThat(sessions().open(seen, session, OTHER, null)).isEqualTo(OpenResult.OPENED);
        User now = reload(seen);
        assertThat(now.generation()).isEqualTo(seen.generation() + 1);
        assertThat(now.lastLogin()).isEqualTo(NOW);
        assertThat(now.sessionsOpened()).isEqualTo(seen.sessionsOpened() + 1);
        assertThat(now.passwordHash()).isEqualTo(OTHER);
        assertThat(sessions().find(seen.id(), session.key()).session())
                .isEqualTo(session.withGeneration(now.generation()));
    }

    @Test
    void noSessionIsOpenedForAUserWhoChanged() {
        User changed = create("changed");
        assertThat(users().changePassword(changed, OTHER, null)).isTrue();
        assertThat(sessions().open(changed, session(changed, NOW), null, null)).isEqualTo(OpenResult.USER_CHANGED);
        User inactive = create("inactive");
        users().setActive(inactive.id(), false);
        assertThat(sessions().open(inactive, session(inactive, NOW), null, null))
                .isEqualTo(OpenResult.USER_CHANGED);
        User nobody = user("nobody");
        assertThat(sessions().open(nobody, session(nobody, NOW), null, null)).isEqualTo(OpenResult.USER_CHANGED);
    }

    @Test
    void aLimitRefusesOrEndsTheOldest() {
        User ada = create("ada");
        Session first = open(ada, NOW);
        Session second = open(ada, NOW.plusSeconds(1));
        Session third = session(ada, NOW.plusSeconds(2));
        assertThat(sessions().open(reload(ada), third, null, new Limit(2, LimitPolicy.REJECT)))
                .isEqualTo(OpenResult.LIMIT_REACHED);
        assertThat(sessions().open(reload(ada), third, null, new Limit(2, LimitPolicy.EVICT_OLDEST)))
                .isEqualTo(OpenResult.OPENED);
        assertThat(keys(ada)).containsExactly(second.key().value(), third.key().value());
        assertThat(sessions().find(ada.id(), first.key()).session()).isNull();
    }

    /** A limit counts what a check accepts, and nothing else. */
    @Test
    void aLimitDoesNotCountWhatIsOver() {
        User ada = create("ada");
        open(ada, NOW.minus(Duration.ofHours(11)));
        open(ada, NOW);
        users().endAllSessions(ada.id());
        assertThat(sessions().open(reload(ada), session(ada, NOW), null, new Limit(1, LimitPolicy.REJECT)))
                .isEqualTo(OpenResult.OPENED);
    }

    @Test
    void aRefreshMovesWhatIsThereAndUnmoved() {
        User ada = create("ada");
        Session seen = open(ada, NOW);
        Instant later = NOW.plus(Duration.ofHours(11));
        assertThat(sessions().refresh(seen, later, NOW.plusSeconds(1))).isTrue();
        assertThat(sessions().refresh(seen, NOW, NOW)).as("moved meanwhile").isTrue();
        Session moved =
                Objects.requireNonNull(sessions().find(ada.id(), seen.key()).session());
        assertThat(moved.expiry()).isEqualTo(later);
        assertThat(moved.refreshed()).isEqualTo(NOW.plusSeconds(1));
        sessions().end(ada.id(), seen.key());
        assertThat(sessions().refresh(moved, later, NOW)).isFalse();
    }

    @Test
    void aSessionEndsOnce() {
        User ada = create("ada");
        Session session = open(ada, NOW);
        assertThat(sessions().end(ada.id(), session.key())).isTrue();
        assertThat(sessions().end(ada.id(), session.key())).isFalse();
        assertThat(sessions().list(ada.id())).isEmpty();
    }

    @Test
    void aPasswordChangesWhileTheUserIsAsSeen() {
        User seen = create("ada");
        Session kept = open(seen, NOW);
        assertThat(users().changePassword(seen, OTHER, kept.key())).isTrue();
        User now = reload(seen);
        assertThat(now.passwordHash()).isEqualTo(OTHER);
        assertThat(now.generation()).isEqualTo(seen.generation() + 1);
        assertThat(now.kept()).isEqualTo(new User.KeptSession(kept.key(), now.generation()));
        assertThat(users().changePassword(seen, new PasswordHash("a-third"), null))
                .isFalse();
        assertThat(users().changePassword(seen, OTHER, null))
                .as("its own success")
                .isTrue();
        assertThat(reload(seen).passwordHash()).isEqualTo(OTHER);
    }

    @Test
    void deactivatingAndActivatingEndEverySession() {
        User ada = create("ada");
        assertThat(users().setActive(ada.id(), false)).isTrue();
        assertThat(reload(ada).active()).isFalse();
        assertThat(users().setActive(ada.id(), true)).isTrue();
        assertThat(reload(ada).generation()).isEqualTo(ada.generation() + 2);
        assertThat(users().setActive(1, true)).isFalse();
        users().endAllSessions(1);
        assertThat(users().find(1)).isEmpty();
    }

    @Test
    void attemptsAreCountedUpToEitherLimit() {
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Refused.class);
        assertThat(count("192.0.2.1", "grace", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "edsger", NOW)).isInstanceOf(Refused.class);
        assertThat(count("192.0.2.2", "ada", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "ada", NOW.plus(LIMITS.window()))).isInstanceOf(Counted.class);
    }

    /** Who is refused because of attempts that are under way may come again soon; because of failures, when the window ends. */
    @Test
    void attemptsUnderWayAreToldFromFailures() {
        Refused soon = new Refused(NOW.plus(Limits.SOON));
        Refused late = new Refused(NOW.plus(LIMITS.window()));
        Counted first = (Counted) count("192.0.2.1", "ada", NOW);
        Counted second = (Counted) count("192.0.2.1", "ada", NOW);
        assertThat(count("192.0.2.1", "ada", NOW)).isEqualTo(soon);
        attempts().fail(first);
        assertThat(count("192.0.2.1", "ada", NOW)).as("one may succeed").isEqualTo(soon);
        attempts().fail(second);
        assertThat(count("192.0.2.1", "ada", NOW)).as("both have failed").isEqualTo(late);

        Counted third = (Counted) count("192.0.2.1", "grace", NOW);
        assertThat(count("192.0.2.1", "grace", NOW)).as("the source's place").isEqualTo(soon);
        attempts().fail(third);
        assertThat(count("192.0.2.1", "grace", NOW)).as("the source's failures").isEqualTo(late);
    }

    /** One that is never heard of again has failed. */
    @Test
    void anAttemptIsUnderWayForAsLongAsOneMayTake() {
        count("192.0.2.1", "ada", NOW);
        count("192.0.2.1", "ada", NOW);
        Instant justBefore = NOW.plus(LIMITS.underWay()).minusMillis(1);
        assertThat(count("192.0.2.1", "ada", justBefore)).isEqualTo(new Refused(justBefore.plus(Limits.SOON)));
        Instant over = NOW.plus(LIMITS.underWay());
        assertThat(count("192.0.2.1", "ada", over)).isEqualTo(new Refused(NOW.plus(LIMITS.window())));
    }

    @Test
    void whatFailedStaysCountedAndIsForgottenWithTheRest() {
        Counted first = (Counted) count("192.0.2.1", "ada", NOW);
        attempts().fail(first);
        Counted second = (Counted) count("192.0.2.1", "ada", NOW);
        attempts().takeBack(second);
        Counted again = (Counted) count("192.0.2.1", "ada", NOW);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Refused.class);
        attempts().forgive(again);
        attempts().fail(second);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "ada", NOW)).isEqualTo(new Refused(NOW.plus(Limits.SOON)));
    }

    @Test
    void whatWasNoFailureIsTakenBack() {
        Counted first = (Counted) count("192.0.2.1", "ada", NOW);
        attempts().takeBack(first);
        count("192.0.2.1", "ada", NOW);
        Counted second = (Counted) count("192.0.2.1", "ada", NOW);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Refused.class);
        attempts().forgive(second);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Counted.class);
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Refused.class);
    }

    @Test
    void aSuccessClearsAWholeWindow() {
        count("192.0.2.1", "ada", NOW);
        count("192.0.2.1", "grace", NOW);
        Counted third = (Counted) count("192.0.2.1", "edsger", NOW);
        assertThat(count("192.0.2.1", "barbara", NOW)).isInstanceOf(Refused.class);
        attempts().clear(third);
        assertThat(((Counted) count("192.0.2.1", "ada", NOW)).ofSource()).isEqualTo(1);
        attempts().clear(third);
    }

    @Test
    void aSourceIsForgotten() {
        count("192.0.2.1", "ada", NOW);
        count("192.0.2.2", "ada", NOW);
        assertThat(attempts().forgetSource("login", "192.0.2.1")).isTrue();
        assertThat(attempts().forgetSource("login", "192.0.2.1")).isFalse();
        assertThat(((Counted) count("192.0.2.1", "ada", NOW)).ofSource()).isEqualTo(1);
        assertThat(((Counted) count("192.0.2.2", "ada", NOW)).ofSource()).isEqualTo(2);
    }

    @Test
    void placesAreStoredWithWhatMakesThemKnown() {
        User seen = create("ada");
        assertThat(seen.knownSources()).isEqualTo(KnownSources.NONE);
        KnownSources places = KnownSources.NONE.with(seen.id(), HASH, "192.0.2.1", NOW);
        sessions().open(seen, session(seen, NOW), null, null, places);
        assertThat(reload(seen).knownSources()).isEqualTo(places);
        sessions().open(reload(seen), session(seen, NOW), null, null);
        assertThat(reload(seen).knownSources()).as("left as they are").isEqualTo(places);
        KnownSources others = KnownSources.NONE.with(seen.id(), OTHER, "192.0.2.2", NOW);
        assertThat(users().changePassword(reload(seen), new NewPassword(OTHER, others, null), null, List.of()))
                .isTrue();
        assertThat(reload(seen).knownSources()).isEqualTo(others);
        assertThat(users().changePassword(reload(seen), HASH, null)).isTrue();
        assertThat(reload(seen).knownSources()).isEqualTo(KnownSources.NONE);
        User grace = user("grace").knowing("192.0.2.3", NOW);
        users().create(grace, "grace", null);
        assertThat(users().find(grace.id())).contains(grace);
    }

    @Test
    void anAccountIsForgottenFromEverySource() {
        for (String source : List.of("192.0.2.1", "192.0.2.2")) {
            count(source, "ada", NOW);
            count(source, "ada", NOW);
        }
        assertThat(attempts().forget("login", "ada")).isEqualTo(2);
        assertThat(attempts().forget("login", "ada")).isZero();
        assertThat(count("192.0.2.1", "ada", NOW)).isInstanceOf(Counted.class);
    }

    @Test
    void securityIsStoredWithTheUser() {
        Security security = new Security(3, 2, -5, Kind.PERSON, true, Set.of(Factor.APP, Factor.PASSKEY));
        User ada = user("ada").with(security);
        users().create(ada, "ada", null);
        assertThat(reload(ada)).isEqualTo(ada);
        assertThat(reload(create("grace")).security()).isEqualTo(Security.INITIAL);
        User service = user("service").with(new Security(0, 0, 1, Kind.SERVICE, false, Set.of()));
        users().create(service, "service", null);
        assertThat(reload(service)).isEqualTo(service);
    }

    @Test
    void aUserIsCreatedWithWhatOthersHearOf() {
        User ada = user("ada");
        OutboxEvent event = event(ada);
        users().create(ada, "ada", null, new Announcement(FORM, List.of(event)));
        assertThat(events()).containsExactly(event);
        assertThat(claimants(FORM)).containsExactly(ada.id());
        users().create(user("ada"), "ada", null, new Announcement(FORM, List.of(event(ada))));
        assertThat(events()).as("a name that is taken tells nobody").containsExactly(event);
        assertThat(claimants(FORM)).containsExactly(ada.id());
    }

    @Test
    void anEventWaitsInTheOutbox() {
        OutboxEvent event = new OutboxEvent(
                "0123456789abcdef0123456789abcdef",
                OutboxEvent.Kind.PASSWORD_RESET_REQUESTED,
                0,
                FORM,
                NOW,
                Language.DE,
                0,
                0,
                0,
                Map.of(OutboxEvent.Detail.ADDRESS.label(), "ada@example.com"));
        outbox().add(event);
        assertThat(events()).containsExactly(event);
    }

    @Test
    void aPasswordIsChangedWithWhatOthersHearOf() {
        User seen = create("ada");
        OutboxEvent event = event(seen);
        assertThat(users().changePassword(seen, new NewPassword(OTHER), null, List.of(event)))
                .isTrue();
        assertThat(events()).containsExactly(event);
        assertThat(users().changePassword(seen, new NewPassword(HASH), null, List.of(event(seen))))
                .isFalse();
        assertThat(events()).containsExactly(event);
        assertThat(reload(seen).passwordHash()).isEqualTo(OTHER);
    }

    @Test
    void aLinkIsFoundByPurposeUserAndKey() {
        User ada = create("ada");
        Link link = link(Purpose.RESET, ada);
        put(link);
        assertThat(links().find(Purpose.RESET, ada.id(), link.digest().key())).isEqualTo(found(link, ada));
        assertThat(links().find(Purpose.VERIFY, ada.id(), link.digest().key())).isEqualTo(found(null, ada));
        assertThat(links().find(Purpose.RESET, ada.id() + 1, link.digest().key()))
                .isEqualTo(found(null, null));
    }

    @Test
    void aLinkIsRedeemedOnce() {
        User ada = create("ada");
        open(ada, NOW);
        User seen = reload(ada);
        Link link = link(Purpose.RESET, seen);
        put(link);
        User after = seen.withNewPassword(OTHER, seen.security().withoutKeys());
        OutboxEvent event = event(after);
        assertThat(links().redeem(link, seen, after, List.of(event))).isEqualTo(Redeemed.DONE);
        assertThat(reload(ada)).isEqualTo(after);
        assertThat(events()).containsExactly(event);
        assertThat(links().redeem(link, after, after.withNewPassword(HASH, after.security()), List.of(event(ada))))
                .isEqualTo(Redeemed.LINK_GONE);
        assertThat(reload(ada)).isEqualTo(after);
        assertThat(events()).containsExactly(event);
    }

    @Test
    void aLinkIsNotUsedUpByAUserWhoChanged() {
        User ada = create("ada");
        Link link = link(Purpose.VERIFY, ada);
        put(link);
        User verified = ada.with(ada.security().verified());
        for (Runnable change : List.<Runnable>of(
                () -> users().endAllSessions(ada.id()),
                () -> users().changePassword(reload(ada), OTHER, null),
                () -> users().setActive(ada.id(), false))) {
            User seen = reload(ada);
            change.run();
            assertThat(links().redeem(link, seen, verified, List.of(event(ada))))
                    .isEqualTo(Redeemed.USER_CHANGED);
        }
        assertThat(events()).isEmpty();
        users().setActive(ada.id(), true);
        User now = reload(ada);
        assertThat(links().redeem(link, now, now.with(now.security().verified()), List.of()))
                .isEqualTo(Redeemed.DONE);
        assertThat(reload(ada).security().emailVerified()).isTrue();
    }

    @Test
    void anotherAddressIsClaimedAndTheOldOneLetGo() {
        User ada = user("ada");
        users().create(ada, "ada", null, new Announcement(FORM, List.of()));
        Link link = link(Purpose.EMAIL, ada);
        put(link);
        User after = ada.withEmail("ada@example.org", ada.security().withAddress(true));
        assertThat(links().redeem(link, ada, after, List.of())).isEqualTo(Redeemed.DONE);
        assertThat(reload(ada)).isEqualTo(after);
        assertThat(claimants(FORM)).isEmpty();
        assertThat(claimants(EmailForm.of("ada@example.org").orElseThrow())).containsExactly(ada.id());
    }

    @Test
    void aMovedEpochMeansAnotherUserToEveryWrite() {
        User ada = create("ada");
        Link link = link(Purpose.VERIFY, ada);
        put(link);
        User verified = ada.with(ada.security().verified());
        links().redeem(link, ada, verified, List.of());
        assertThat(sessions().open(ada, session(ada, NOW), null, null)).isEqualTo(OpenResult.USER_CHANGED);
        assertThat(users().changePassword(ada, OTHER, null)).isFalse();
        assertThat(sessions().open(verified, session(ada, NOW), null, null)).isEqualTo(OpenResult.OPENED);
        assertThat(users().changePassword(reload(ada), OTHER, null)).isTrue();
    }

    @Test
    void aStepHasFiveTries() {
        User ada = create("ada");
        Step step = step(ada);
        steps().begin(step, ada, null);
        assertThat(steps().count(ada.id(), step.digest(), NOW)).isEqualTo(new StepStore.Tried(step));
        steps().takeBack(step);
        for (int i = 0; i < Step.TRIES; i++) {
            assertThat(steps().count(ada.id(), step.digest(), NOW)).isEqualTo(new StepStore.Tried(step));
        }
        assertThat(steps().count(ada.id(), step.digest(), NOW)).isEqualTo(new StepStore.Spent(step.expiry()));
        assertThat(steps().count(ada.id(), step.digest(), step.expiry())).isEqualTo(new StepStore.Unknown());
        assertThat(steps().count(ada.id() + 1, step.digest(), NOW)).isEqualTo(new StepStore.Unknown());
        assertThat(steps().count(ada.id(), step(ada).digest(), NOW)).isEqualTo(new StepStore.Unknown());
    }

    @Test
    void aStepKeepsThePasswordUnderCurrentParameters() {
        User seen = create("ada");
        assertThat(steps().begin(step(seen), seen, OTHER)).isTrue();
        assertThat(reload(seen).passwordHash()).isEqualTo(OTHER);
        assertThat(reload(seen).generation()).isEqualTo(seen.generation());
        Step late = step(seen);
        assertThat(steps().begin(late, seen, HASH))
                .as("another password by now")
                .isFalse();
        assertThat(steps().count(seen.id(), late.digest(), NOW)).isEqualTo(new StepStore.Unknown());
    }

    @Test
    void anAppIsSetUpConfirmedAndRemoved() {
        User ada = create("ada");
        assertThat(factors().find(ada.id())).isEqualTo(new FactorStore.Factors(ada, null, null, false));
        assertThat(factors().find(1)).isEqualTo(new FactorStore.Factors(null, null, null, false));
        PendingApp pending = new PendingApp(SEALED, 0, NOW.plus(PendingApp.LIFE));
        factors().begin(ada, pending);
        assertThat(factors().find(ada.id())).isEqualTo(new FactorStore.Factors(ada, null, pending, false));
        App app = confirmed(ada, pending);
        User now = reload(ada);
        assertThat(now.security().factors()).containsExactly(Factor.APP);
        assertThat(now.security().epoch()).isEqualTo(ada.security().epoch() + 1);
        assertThat(factors().find(ada.id())).isEqualTo(new FactorStore.Factors(now, app, null, false));
        OutboxEvent event = event(now);
        assertThat(factors().remove(now, new Proof(app, new CodeUse.OfApp(100)), Sequel.NONE))
                .isEqualTo(FactorStore.Outcome.CODE_USED);
        assertThat(factors().remove(now, new Proof(app, new CodeUse.OfApp(101)), Sequel.of(List.of(event))))
                .isEqualTo(FactorStore.Outcome.DONE);
        assertThat(events()).contains(event);
        User without = reload(ada);
        assertThat(without.security().factors()).isEmpty();
        assertThat(without.security().epoch()).isEqualTo(now.security().epoch() + 1);
        assertThat(factors().find(ada.id())).isEqualTo(new FactorStore.Factors(without, null, null, true));
        assertThat(factors().remove(now, new Proof(app, new CodeUse.OfApp(102)), Sequel.NONE))
                .isEqualTo(FactorStore.Outcome.CHANGED);
    }

    @Test
    void anAppIsConfirmedWhileAllIsAsSeen() {
        User ada = create("ada");
        Session session = open(ada, NOW);
        PendingApp first = new PendingApp(SEALED, 0, NOW.plus(PendingApp.LIFE));
        PendingApp second = new PendingApp(new Sealed(new byte[] {2}), 0, NOW.plus(PendingApp.LIFE));
        factors().begin(ada, first);
        factors().begin(ada, second);
        User seen = reload(ada);
        App app = App.confirmed(SEALED, 0, 100);
        assertThat(factors().confirm(seen, first, app, session.key(), PROVED, Sequel.NONE))
                .as("another secret is being set up")
                .isEqualTo(FactorStore.Outcome.CHANGED);
        users().changePassword(seen, OTHER, session.key());
        assertThat(factors().confirm(seen, second, app, session.key(), PROVED, Sequel.NONE))
                .as("another password")
                .isEqualTo(FactorStore.Outcome.CHANGED);
        User now = reload(ada);
        sessions().end(ada.id(), session.key());
        assertThat(factors().confirm(now, second, app, session.key(), PROVED, Sequel.NONE))
                .isEqualTo(FactorStore.Outcome.SESSION_ENDED);
        assertThat(reload(ada)).isEqualTo(now);
        assertThat(factors().find(ada.id()).app()).isNull();
    }

    @Test
    void aConfirmationIsAProofInItsSession() {
        User ada = create("ada");
        Session session = open(ada, NOW);
        PendingApp pending = new PendingApp(SEALED, 0, NOW.plus(PendingApp.LIFE));
        factors().begin(ada, pending);
        factors().confirm(reload(ada), pending, App.confirmed(SEALED, 0, 100), session.key(), PROVED, Sequel.NONE);
        assertThat(proved(ada, session)).isEqualTo(PROVED);
        Session refreshed =
                Objects.requireNonNull(sessions().find(ada.id(), session.key()).session());
        sessions().refresh(refreshed, NOW.plus(Duration.ofHours(20)), NOW.plusSeconds(5));
        assertThat(proved(ada, session)).as("use of a session proves nothing").isEqualTo(PROVED);
    }

    @Test
    void backupCodesAreUsedOneByOneAndRenewed() {
        User ada = create("ada");
        PendingApp pending = new PendingApp(SEALED, 0, NOW.plus(PendingApp.LIFE));
        factors().begin(ada, pending);
        App app = confirmed(ada, pending);
        User now = reload(ada);
        Session session = open(now, NOW);
        Proof third = new Proof(app, new CodeUse.OfBackup(2));
        assertThat(factors().prove(now, session.key(), PROVED, third)).isEqualTo(FactorStore.Outcome.DONE);
        assertThat(factors().prove(now, session.key(), PROVED, third)).isEqualTo(FactorStore.Outcome.CODE_USED);
        Proof fifth = new Proof(app, new CodeUse.OfBackup(4));
        assertThat(factors().prove(now, session.key(), PROVED, fifth))
                .as("one that was looked at before another was used")
                .isEqualTo(FactorStore.Outcome.DONE);
        App used = Objects.requireNonNull(factors().find(ada.id()).app());
        assertThat(used.used()).isEqualTo(0b10100);
        Sealed renewed = new Sealed(new byte[] {3});
        assertThat(factors().renew(now, new Proof(used, new CodeUse.OfBackup(0)), renewed, List.of()))
                .isEqualTo(FactorStore.Outcome.DONE);
        assertThat(factors().find(ada.id()).app()).isEqualTo(new App(renewed, 0, 100, 2, 0));
        assertThat(reload(ada).security().epoch()).isEqualTo(now.security().epoch() + 1);
        assertThat(factors().renew(reload(ada), new Proof(used, new CodeUse.OfBackup(1)), SEALED, List.of()))
                .as("of the codes before")
                .isEqualTo(FactorStore.Outcome.CODE_USED);
    }

    @Test
    void aSessionProvesAPasswordWhileTheUserIsAsSeen() {
        User ada = create("ada");
        Session session = open(ada, NOW);
        User seen = reload(ada);
        assertThat(factors().prove(seen, session.key(), PROVED, null)).isEqualTo(FactorStore.Outcome.DONE);
        assertThat(proved(ada, session)).isEqualTo(PROVED);
        assertThat(factors().prove(seen, session(ada, NOW).key(), PROVED, null))
                .isEqualTo(FactorStore.Outcome.SESSION_ENDED);
        users().changePassword(seen, OTHER, session.key());
        assertThat(factors().prove(seen, session.key(), PROVED, null)).isEqualTo(FactorStore.Outcome.CHANGED);
    }

    @Test
    void aSessionIsOpenedByAStepAndACodeOnce() {
        User ada = create("ada");
        PendingApp pending = new PendingApp(SEALED, 0, NOW.plus(PendingApp.LIFE));
        factors().begin(ada, pending);
        App app = confirmed(ada, pending);
        User now = reload(ada);
        Step one = step(now);
        Step other = step(now);
        steps().begin(one, now, null);
        steps().begin(other, now, null);
        Session session = session(now, NOW);
        OutboxEvent event = event(now);
        Proof proof = new Proof(app, new CodeUse.OfApp(101));
        assertThat(sessions().open(now, session, null, null, one, proof, List.of(event)))
                .isEqualTo(OpenResult.OPENED);
        assertThat(events()).contains(event);
        assertThat(sessions().find(ada.id(), session.key()).session()).isEqualTo(session);
        assertThat(sessions().open(now, session(now, NOW), null, null, other, proof, List.of()))
                .isEqualTo(OpenResult.CODE_USED);
        Proof later = new Proof(app, new CodeUse.OfApp(102));
        assertThat(sessions().open(now, session(now, NOW), null, null, one, later, List.of()))
                .isEqualTo(OpenResult.STEP_GONE);
        assertThat(sessions().list(ada.id()).stream().filter(each -> each.key().equals(session.key())))
                .hasSize(1);
    }

    /** Unlike a password that was right, a step is over when all sessions are. */
    @Test
    void noStepLeadsOnForAUserWhoChanged() {
        User ada = create("ada");
        PendingApp pending = new PendingApp(SEALED, 0, NOW.plus(PendingApp.LIFE));
        factors().begin(ada, pending);
        App app = confirmed(ada, pending);
        Proof proof = new Proof(app, new CodeUse.OfApp(101));
        for (Runnable change : List.<Runnable>of(
                () -> users().endAllSessions(ada.id()),
                () -> users().changePassword(reload(ada), OTHER, null),
                () -> users().setActive(ada.id(), false))) {
            User seen = reload(ada);
            Step step = step(seen);
            steps().begin(step, seen, null);
            change.run();
            assertThat(sessions().open(seen, session(seen, NOW), null, null, step, proof, List.of()))
                    .isEqualTo(OpenResult.USER_CHANGED);
            assertThat(steps().count(ada.id(), step.digest(), NOW)).isEqualTo(new StepStore.Tried(step));
        }
    }

    @Test
    void aLimitIsKeptAfterACodeToo() {
        User ada = create("ada");
        PendingApp pending = new PendingApp(SEALED, 0, NOW.plus(PendingApp.LIFE));
        factors().begin(ada, pending);
        App app = confirmed(ada, pending);
        User now = reload(ada);
        Limit one = new Limit(1, LimitPolicy.REJECT);
        Step step = step(now);
        steps().begin(step, now, null);
        Proof proof = new Proof(app, new CodeUse.OfApp(101));
        assertThat(sessions().open(now, session(now, NOW), one, null, step, proof, List.of()))
                .isEqualTo(OpenResult.LIMIT_REACHED);
        sessions().list(ada.id()).forEach(session -> sessions().end(ada.id(), session.key()));
        assertThat(sessions().open(now, session(now, NOW), one, null, step, proof, List.of()))
                .isEqualTo(OpenResult.OPENED);
    }

    /** Puts an app in force, of which the code of step 100 was used. */
    private App confirmed(User user, PendingApp pending) {
        Session session = open(user, NOW);
        App app = App.confirmed(SEALED, user.security().incarnation(), 100);
        assertThat(factors().confirm(reload(user), pending, app, session.key(), PROVED, Sequel.NONE))
                .isEqualTo(FactorStore.Outcome.DONE);
        return app;
    }

    private static Step step(User user) {
        return new StepTokens(Randomness.SECURE).issue(user, NOW).step();
    }

    private @Nullable Authentication proved(User user, Session session) {
        return Objects.requireNonNull(sessions().find(user.id(), session.key()).session())
                .authentication();
    }

    @Test
    void anotherIncarnationIsAnotherUser() {
        User ada = user("ada").with(new Security(0, 0, 7, Kind.PERSON, false, Set.of()));
        users().create(ada, "ada", null);
        User before = ada.with(new Security(0, 0, 8, Kind.PERSON, false, Set.of()));
        assertThat(sessions().open(before, session(ada, NOW), null, null)).isEqualTo(OpenResult.USER_CHANGED);
        assertThat(users().changePassword(before, OTHER, null)).isFalse();
        assertThat(sessions().open(ada, session(ada, NOW), null, null)).isEqualTo(OpenResult.OPENED);
    }

    private static final EmailForm FORM = EmailForm.of("ada@example.com").orElseThrow();

    @Test
    void anEventWaitsUntilItIsDeleted() {
        User ada = create("ada");
        OutboxEvent event = event(ada);
        assertThat(relay().find(event.id())).isEmpty();
        outbox().add(event);
        assertThat(relay().find(event.id())).contains(new RelayStore.Waiting(event, Map.of()));
        assertThat(relay().waiting(NOW.plusSeconds(1), 10)).containsExactly(event.id());
        assertThat(relay().waiting(NOW, 10)).as("only what is older").isEmpty();
        relay().delete(event);
        relay().delete(event);
        assertThat(relay().find(event.id())).isEmpty();
        assertThat(relay().waiting(NOW.plusSeconds(1), 10)).isEmpty();
    }

    @Test
    void aPartIsBegunTwiceAtMostAndNotOnceItIsDone() {
        User ada = create("ada");
        OutboxEvent event = event(ada);
        outbox().add(event);
        assertThat(relay().begin(event, "a", null, null)).isEqualTo(Begun.YES);
        assertThat(relay().begin(event, "a", null, null)).isEqualTo(Begun.YES);
        assertThat(relay().begin(event, "a", null, null)).isEqualTo(Begun.SPENT);
        relay().takeBack(event, "a", null);
        assertThat(relay().begin(event, "a", null, null)).isEqualTo(Begun.YES);
        assertThat(relay().begin(event, "b", null, null)).isEqualTo(Begun.YES);
        relay().done(event, "b", null);
        relay().takeBack(event, "b", null);
        assertThat(relay().begin(event, "b", null, null)).isEqualTo(Begun.SPENT);
        assertThat(relay().find(event.id())).get().satisfies(waiting -> {
            assertThat(waiting.triesOf("a")).isEqualTo(2);
            assertThat(waiting.triesOf("b")).isEqualTo(RelayStore.DONE);
            assertThat(waiting.triesOf("c")).isZero();
        });
        relay().delete(event);
        assertThat(relay().begin(event, "c", null, null)).isEqualTo(Begun.SPENT);
        relay().done(event, "c", null);
        assertThat(relay().find(event.id()))
                .as("a late word brings nothing back")
                .isEmpty();
    }

    @Test
    void aSecretIsMadeWithItsPartAndEndsWhenItIsTakenBack() {
        User ada = create("ada");
        OutboxEvent event = event(ada);
        outbox().add(event);
        Link link = link(Purpose.RESET, ada);
        assertThat(relay().begin(event, "a", link, ada)).isEqualTo(Begun.YES);
        assertThat(links().find(Purpose.RESET, ada.id(), link.digest().key())).isEqualTo(found(link, ada));
        relay().takeBack(event, "a", link);
        assertThat(links().find(Purpose.RESET, ada.id(), link.digest().key())).isEqualTo(found(null, ada));
        relay().begin(event, "a", link, ada);
        relay().done(event, "a", link);
        assertThat(links().find(Purpose.RESET, ada.id(), link.digest().key())).isEqualTo(found(null, ada));
        assertThat(relay().begin(event, "a", link, ada)).isEqualTo(Begun.SPENT);
    }

    @Test
    void noSecretIsMadeForAUserWhoChanged() {
        User ada = create("ada");
        OutboxEvent event = event(ada);
        outbox().add(event);
        Link link = link(Purpose.RESET, ada);
        users().endAllSessions(ada.id());
        assertThat(relay().begin(event, "a", link, ada)).isEqualTo(Begun.USER_CHANGED);
        User now = reload(ada);
        Link verify = link(Purpose.VERIFY, now);
        put(verify);
        User verified = now.with(now.security().verified());
        links().redeem(verify, now, verified, List.of());
        assertThat(relay().begin(event, "a", link, now)).isEqualTo(Begun.USER_CHANGED);
        users().setActive(ada.id(), false);
        assertThat(relay().begin(event, "a", link, reload(ada))).isEqualTo(Begun.USER_CHANGED);
        User nobody = user("nobody");
        assertThat(relay().begin(event, "a", link, nobody)).isEqualTo(Begun.USER_CHANGED);
        assertThat(links().find(Purpose.RESET, ada.id(), link.digest().key()).link())
                .isNull();
        assertThat(relay().find(event.id()).orElseThrow().tries()).isEmpty();
    }

    @Test
    void aWishToBeDeletedIsStoredWithTheUser() {
        User ada = create("ada");
        User deleting = deleting(ada);
        OutboxEvent event = event(deleting);
        Undo undo = Undo.of(ada, NOW);
        assertThat(deletions().ask(ada, deleting, NOW, new Sequel(List.of(event), undo)))
                .isTrue();
        assertThat(reload(ada)).isEqualTo(deleting);
        assertThat(events()).containsExactly(event);
        assertThat(undos().list(ada.id())).containsExactly(undo);
        assertThat(relay().undos(ada.id())).containsExactly(undo);
        assertThat(relay().waiting(NOW.plusSeconds(1), 10)).containsExactly(event.id());
        assertThat(deletions().due(NOW.minusSeconds(1), 10)).isEmpty();
        assertThat(deletions().due(NOW, 10)).containsExactly(due(ada));
        assertThat(deletions().ask(ada, deleting, NOW, Sequel.of(List.of(event))))
                .as("the user has changed")
                .isFalse();
        deletions().forget(new DeletionStore.Due(ada.id(), 99));
        assertThat(deletions().due(NOW, 10)).as("of another incarnation").hasSize(1);
        deletions().forget(due(ada));
        assertThat(deletions().due(NOW, 10)).isEmpty();
    }

    @Test
    void someDeletionsAreDueAtATime() {
        for (int i = 0; i < 3; i++) {
            User user = create("user" + i);
            deletions().ask(user, deleting(user), NOW, Sequel.NONE);
        }
        assertThat(deletions().due(NOW, 2)).hasSize(2);
        assertThat(deletions().due(NOW, 10)).hasSize(3);
    }

    @Test
    void aDeletionGoesFromTheUserOverAllThatHangsOnItToNameAndAddress() {
        User ada = user("ada");
        users().create(ada, "ada", null, new Announcement(FORM, List.of()));
        open(ada, NOW);
        PendingApp pending = new PendingApp(SEALED, 0, NOW.plus(PendingApp.LIFE));
        factors().begin(ada, pending);
        confirmed(ada, pending);
        factors().begin(ada, pending);
        User seen = reload(ada);
        Link link = link(Purpose.RESET, seen);
        put(link);
        Step step = new StepTokens(Randomness.SECURE).issue(seen, NOW).step();
        steps().begin(step, seen, null);
        User deleting = deleting(seen);
        deletions().ask(seen, deleting, NOW, new Sequel(List.of(), Undo.of(seen, NOW)));
        assertThat(deletions().finish(deleting, List.of())).as("not begun").isFalse();
        User begun = deleting.withoutSessions(deleting.security().purging(NOW));
        assertThat(deletions().begin(seen, begun)).as("as seen before").isFalse();
        assertThat(deletions().begin(deleting, begun)).isTrue();
        assertThat(reload(ada)).isEqualTo(begun);
        deletions().sweep(begun);
        deletions().sweep(begun);
        assertThat(sessions().list(ada.id())).isEmpty();
        assertThat(factors().find(ada.id())).isEqualTo(new FactorStore.Factors(begun, null, null, false));
        assertThat(links().find(Purpose.RESET, ada.id(), link.digest().key())).isEqualTo(found(null, begun));
        assertThat(steps().count(ada.id(), step.digest(), NOW)).isInstanceOf(StepStore.Unknown.class);
        assertThat(undos().list(ada.id())).isEmpty();
        assertThat(users().isNameTaken("ada")).isTrue();
        assertThat(claimants(FORM)).containsExactly(ada.id());
        assertThat(deletions().due(NOW, 10)).as("it could be cut off here").containsExactly(due(ada));
        OutboxEvent event = event(begun);
        assertThat(deletions().finish(begun, List.of(event))).isTrue();
        assertThat(users().find(ada.id())).isEmpty();
        assertThat(users().isNameTaken("ada")).isFalse();
        assertThat(claimants(FORM)).isEmpty();
        assertThat(deletions().due(NOW, 10)).isEmpty();
        assertThat(events()).containsExactly(event);
        assertThat(deletions().finish(begun, List.of(event))).isFalse();
    }

    @Test
    void aChangeIsTakenBackOnceAndWithItWhatCameAfter() {
        User ada = user("ada");
        users().create(ada, "ada", null, new Announcement(FORM, List.of()));
        Link change = link(Purpose.EMAIL, ada);
        put(change);
        User elsewhere = ada.withEmail("ada@example.org", ada.security().withAddress(true));
        links().redeem(change, ada, elsewhere, new Sequel(List.of(), Undo.of(ada, NOW)));
        User deleting = deleting(elsewhere);
        deletions().ask(elsewhere, deleting, NOW, new Sequel(List.of(), Undo.of(elsewhere, NOW)));
        List<Undo> all = undos().list(ada.id());
        assertThat(all).hasSize(2);
        Undo first = Undo.of(ada, NOW);
        Link one = link(Purpose.UNDO, deleting);
        Link two = link(Purpose.UNDO, deleting);
        put(one);
        put(two);
        Restoration restoration = Restoration.of(deleting, first, all);
        assertThat(restoration.ended()).containsExactly(first, Undo.of(elsewhere, NOW));
        OutboxEvent event = event(restoration.after());
        assertThat(undos().redeem(one, elsewhere, restoration, List.of(event)))
                .as("the user has changed")
                .isEqualTo(Redeemed.USER_CHANGED);
        assertThat(undos().redeem(one, deleting, restoration, List.of(event))).isEqualTo(Redeemed.DONE);
        User after = reload(ada);
        assertThat(after).isEqualTo(restoration.after());
        assertThat(after.passwordHash()).isNull();
        assertThat(after.security().deletion()).isNull();
        assertThat(claimants(FORM)).containsExactly(ada.id());
        assertThat(claimants(EmailForm.of("ada@example.org").orElseThrow())).isEmpty();
        assertThat(undos().list(ada.id())).isEmpty();
        assertThat(deletions().due(NOW, 10)).isEmpty();
        assertThat(events()).containsExactly(event);
        for (Link used : List.of(one, two)) {
            assertThat(undos().redeem(used, after, Restoration.of(after, first, all), List.of(event(after))))
                    .isEqualTo(Redeemed.LINK_GONE);
        }
        assertThat(reload(ada)).isEqualTo(after);
        assertThat(events()).containsExactly(event);
    }

    @Test
    void anAppIsPutBackAndTakenAway() {
        User ada = create("ada");
        PendingApp pending = new PendingApp(SEALED, 0, NOW.plus(PendingApp.LIFE));
        factors().begin(ada, pending);
        App app = confirmed(ada, pending);
        User with = reload(ada);
        Proof proof = new Proof(app, new CodeUse.OfApp(101));
        App used = app.after(proof.use());
        factors().remove(with, proof, new Sequel(List.of(), Undo.ofApp(with, NOW, used)));
        takeBack(ada);
        assertThat(factors().find(ada.id())).isEqualTo(new FactorStore.Factors(reload(ada), used, null, false));
        assertThat(reload(ada).security().factors()).containsExactly(Factor.APP);

        User again = reload(ada);
        deletions().ask(again, deleting(again), NOW, new Sequel(List.of(), Undo.ofApp(again, NOW, null)));
        takeBack(ada);
        assertThat(factors().find(ada.id())).isEqualTo(new FactorStore.Factors(reload(ada), null, null, false));
    }

    @Test
    void howeverManyChangesThereWereAllAreTakenBack() {
        User ada = create("ada");
        User now = ada;
        for (int i = 0; i < 130; i++) {
            User after = now.with(now.security().verified());
            deletions().ask(now, after, NOW, new Sequel(List.of(), Undo.of(now, NOW)));
            now = after;
        }
        assertThat(undos().list(ada.id())).hasSize(130);
        takeBack(ada);
        assertThat(undos().list(ada.id())).isEmpty();
        assertThat(reload(ada).security().epoch()).isEqualTo(131);
    }

    /** Takes the first change back that there is. */
    private void takeBack(User user) {
        User seen = reload(user);
        Link link = link(Purpose.UNDO, seen);
        put(link);
        List<Undo> all = undos().list(user.id());
        Undo first = all.stream().min(Comparator.comparingLong(Undo::epoch)).orElseThrow();
        assertThat(undos().redeem(link, seen, Restoration.of(seen, first, all), List.of()))
                .isEqualTo(Redeemed.DONE);
    }

    @Test
    void anotherNameIsTakenAndTheOldOneIsFree() {
        User ada = create("ada");
        create("grace");
        OutboxEvent event = event(ada);
        assertThat(users().rename(ada, "grace", List.of(event))).isEqualTo(Renamed.NAME_TAKEN);
        assertThat(events()).isEmpty();
        assertThat(users().rename(ada, "lovelace", List.of(event))).isEqualTo(Renamed.DONE);
        assertThat(events()).containsExactly(event);
        assertThat(users().findByName("lovelace")).contains(ada.withName("lovelace"));
        assertThat(users().isNameTaken("ada")).isFalse();
        User named = reload(ada);
        assertThat(users().rename(named, "Lovelace", List.of())).isEqualTo(Renamed.DONE);
        assertThat(users().findByName("lovelace")).contains(ada.withName("Lovelace"));
        User seen = reload(ada);
        users().endAllSessions(ada.id());
        assertThat(users().rename(seen, "countess", List.of())).isEqualTo(Renamed.USER_CHANGED);
        assertThat(users().isNameTaken("countess")).isFalse();
        assertThat(users().isNameTaken("lovelace")).isTrue();
    }

    @Test
    void whatWasMailedToAUserIsListed() {
        User ada = create("ada");
        Link reset = link(Purpose.RESET, ada);
        Link undo = link(Purpose.UNDO, ada);
        put(reset);
        put(undo);
        put(link(Purpose.RESET, create("grace")));
        assertThat(links().list(ada.id())).containsExactlyInAnyOrder(reset, undo);
        assertThat(links().list(1)).isEmpty();
    }

    @Test
    void whatThePasswordWasBeforeIsKeptWithTheUser() {
        User ada = create("ada");
        FormerPassword former = new FormerPassword(HASH, NOW);
        assertThat(users().changePassword(
                                ada, new NewPassword(OTHER, KnownSources.NONE, former), null, List.of(event(ada))))
                .isTrue();
        assertThat(reload(ada).security().formerPassword()).isEqualTo(former);
        users().changePassword(reload(ada), HASH, null);
        assertThat(reload(ada).security().formerPassword()).as("left as it is").isEqualTo(former);
    }

    private static User deleting(User user) {
        return user.withoutSessions(user.security().deleting(NOW).withoutKeys());
    }

    private static DeletionStore.Due due(User user) {
        return new DeletionStore.Due(user.id(), user.security().incarnation());
    }

    @Test
    void usersAreFoundByTheAddressThatTheyState() {
        User ada = user("ada");
        User grace = user("grace");
        users().create(ada, "ada", null, new Announcement(FORM, List.of()));
        users().create(grace, "grace", null, new Announcement(FORM, List.of()));
        create("else");
        assertThat(relay().claimants(FORM, 10)).containsExactlyInAnyOrder(ada, grace);
        assertThat(relay().claimants(FORM, 1)).hasSize(1);
        assertThat(relay().claimants(new EmailForm("nobody@example.com"), 10)).isEmpty();
    }

    private static LinkWithUser found(@Nullable Link link, @Nullable User user) {
        return new LinkWithUser(link, user);
    }

    private static Link link(Purpose purpose, User user) {
        TokenDigest digest = TokenDigest.of(purpose.format().create(user.id(), Randomness.SECURE));
        return new Link(
                purpose,
                user.id(),
                digest,
                user.email(),
                NOW.plus(Duration.ofHours(1)),
                user.generation(),
                user.security().epoch(),
                user.security().incarnation());
    }

    private static OutboxEvent event(User user) {
        String id = HexFormat.of().formatHex(Randomness.SECURE.bytes(16));
        return new OutboxEvent(
                id,
                OutboxEvent.Kind.USER_CREATED,
                user.id(),
                null,
                NOW,
                Language.EN,
                user.generation(),
                0,
                0,
                Map.of());
    }

    private AttemptStore.Decision count(String source, String account, Instant now) {
        return attempts().count(new Subject("login", source, account), LIMITS, now);
    }

    private User user(String name) {
        return User.registered(nextId++, name, name + "@example.com", HASH, NOW);
    }

    private User create(String name) {
        User user = user(name);
        assertThat(users().create(user, name, null)).isEqualTo(CreateResult.CREATED);
        return user;
    }

    private User reload(User user) {
        return users().find(user.id()).orElseThrow();
    }

    private Session open(User user, Instant created) {
        Session session = session(user, created);
        assertThat(sessions().open(reload(user), session, null, null)).isEqualTo(OpenResult.OPENED);
        return session.withGeneration(reload(user).generation());
    }

    private static Session session(User user, Instant created) {
        TokenDigest digest = TokenDigest.of(new TokenFormat("", false).create(user.id(), Randomness.SECURE));
        @Nullable Instant expiry = created.plus(Duration.ofHours(10));
        return new Session(
                user.id(), digest, user.generation(), created, expiry, null, new Session.Client("a test", "192.0.2.1"));
    }

    private List<String> keys(User user) {
        return sessions().list(user.id()).stream()
                .map(session -> session.key().value())
                .toList();
    }
}
