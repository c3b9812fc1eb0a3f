package dev.latchkey.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.letter.Letter;
import dev.latchkey.letter.MailRefusedException;
import dev.latchkey.letter.MailUnavailableException;
import dev.latchkey.letter.Mailer;
import dev.latchkey.letter.Occasion;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.link.Uid;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvent.Detail;
import dev.latchkey.outbox.OutboxEvent.Kind;
import dev.latchkey.store.Announcement;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.InMemoryStores;
import dev.latchkey.store.RelayStore;
import dev.latchkey.store.Sequel;
import dev.latchkey.store.UserStore;
import dev.latchkey.text.Language;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.Factor;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RelayTest {
    private static final String ADDRESS = "Ada@example.com";
    private static final EmailForm FORM = EmailForm.of(ADDRESS).orElseThrow();
    private static final Map<String, String> SETTINGS =
            Map.of("ACCOUNT_URL", "https://accounts.example.com/account", "UID_KEY", "a stack");

    private Instant now = Instant.parse("2026-11-28T10:00:00.123456Z");
    private final Environment environment = new Environment(SETTINGS, new MovableClock());
    private final InMemoryStores stores = new InMemoryStores(environment);
    private final List<Letter> letters = new ArrayList<>();
    private final List<OutboxEvent> told = new ArrayList<>();
    private Mailer mailer = this::keep;
    private EventBus bus = told::add;
    private long nextId = 1L << 41;

    private synchronized void keep(Letter letter) {
        letters.add(letter);
    }

    private Relay relay() {
        return new Relay(environment, stores(stores.relay(), stores.users(), stores.attempts()), mailer, bus);
    }

    private static Relay.Stores stores(RelayStore events, UserStore users, AttemptStore attempts) {
        return new Relay.Stores() {
            @Override
            public RelayStore events() {
                return events;
            }

            @Override
            public UserStore users() {
                return users;
            }

            @Override
            public AttemptStore attempts() {
                return attempts;
            }
        };
    }

    // ------------------------------------------------------------ Links that somebody asks for

    @Test
    void sendsALinkToWhoeverHasTheAddressAndKeepsItsDigestAlone() {
        User ada = user("ada", false);
        assertThat(tell(Kind.PASSWORD_RESET_REQUESTED))
                .isEqualTo(new Relay.Report(Kind.PASSWORD_RESET_REQUESTED, 1, 0));
        Letter letter = letters.get(0);
        assertThat(letter.to()).as("as it is on file").isEqualTo(ADDRESS);
        assertThat(letter.occasion()).isEqualTo(Occasion.RESET);
        assertThat(letter.language()).isEqualTo(Language.DE);
        assertThat(letter.account())
                .as("no name before the address is verified")
                .isEmpty();
        assertThat(letter.life()).isEqualTo(Duration.ofHours(1));
        assertThat(letter.link().reveal()).startsWith("https://accounts.example.com/account#reset?uid=");
        Map<String, String> parameters = parameters(letter);
        assertThat(new Uid(environment.variables()).read(parameters.getOrDefault("uid", "")))
                .hasValue(ada.id());
        Link link = stores.allLinks().get(0);
        assertThat(link.digest()).isEqualTo(digest(Purpose.RESET, parameters.get("token")));
        assertThat(link.isGoodFor(ada, now)).isTrue();
        assertThat(link.expiry()).isEqualTo(now.plus(Duration.ofHours(1)));
        assertThat(stores.events()).as("what was told is gone").isEmpty();
        assertThat(told).as("nobody else hears of a request").isEmpty();
    }

    @Test
    void sendsNothingToAnybodyElse() {
        user("other", false, "other@example.com");
        User inactive = user("inactive", true);
        stores.users().setActive(inactive.id(), false);
        assertThat(tell(Kind.PASSWORD_RESET_REQUESTED).sent()).isZero();
        assertThat(letters).isEmpty();
        assertThat(stores.allLinks()).isEmpty();
        assertThat(stores.events()).isEmpty();
    }

    @Test
    void writesToEveryUserOfAnAddressVerifiedOnesFirstAndFiveAtMost() {
        for (int i = 0; i < 6; i++) {
            user("u" + i, false);
        }
        User owner = user("owner", true);
        tell(Kind.PASSWORD_RESET_REQUESTED);
        assertThat(letters).hasSize(5);
        assertThat(letters.get(0).account()).isEqualTo("owner");
        assertThat(uid(letters.get(0))).isEqualTo(owner.id());
    }

    @Test
    void writesFiveMailsForTenRequestsAndGoesOnAfterAQuarterOfAnHour() {
        user("ada", false);
        for (int i = 0; i < 10; i++) {
            tell(Kind.PASSWORD_RESET_REQUESTED);
        }
        assertThat(letters).hasSize(5);
        assertThat(stores.events()).isEmpty();
        now = now.plus(Duration.ofMinutes(15));
        tell(Kind.PASSWORD_RESET_REQUESTED);
        assertThat(letters).hasSize(6);
    }

    @Test
    void keepsAnOwnersMailsFromBeingUsedUpByRegistrationsOfOthers() {
        for (int i = 0; i < 10; i++) {
            User junk = user("junk" + i, false);
            tell(event(Kind.USER_CREATED, junk, Map.of(Detail.VERIFY, "true")));
        }
        assertThat(letters).as("ten registrations with one address").hasSize(5);
        letters.clear();
        User owner = user("owner", true);
        tell(Kind.PASSWORD_RESET_REQUESTED);
        assertThat(uid(letters.get(0))).isEqualTo(owner.id());
    }

    @Test
    void sendsAVerificationToThoseAloneWhoNeedIt() {
        user("verified", true);
        User ada = user("ada", false);
        tell(Kind.VERIFICATION_REQUESTED);
        assertThat(letters).hasSize(1);
        Letter letter = letters.get(0);
        assertThat(letter.occasion()).isEqualTo(Occasion.VERIFICATION);
        assertThat(letter.life()).isEqualTo(Duration.ofHours(24));
        Link link = stores.allLinks().get(0);
        assertThat(link.userId()).isEqualTo(ada.id());
        assertThat(link.digest())
                .isEqualTo(digest(Purpose.VERIFY, parameters(letter).get("key")));
    }

    @Test
    void verifiesANewUserWhereThatIsWanted() {
        User ada = user("ada", false);
        tell(event(Kind.USER_CREATED, ada, Map.of()));
        assertThat(letters).isEmpty();
        tell(event(Kind.USER_CREATED, ada, Map.of(Detail.VERIFY, "true")));
        assertThat(letters).extracting(Letter::occasion).containsExactly(Occasion.VERIFICATION);
        assertThat(told).hasSize(2);
    }

    @Test
    void sendsTheLinkToANewAddressThere() {
        User ada = user("ada", true);
        tell(event(Kind.EMAIL_CHANGE_REQUESTED, ada, Map.of(Detail.ADDRESS, "Grace@example.com")));
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).to()).isEqualTo("Grace@example.com");
        assertThat(letters.get(0).account())
                .as("whose address it is, nobody knows yet")
                .isEmpty();
        assertThat(stores.allLinks().get(0).purpose()).isEqualTo(Purpose.EMAIL);
    }

    // ------------------------------------------------------------ What is late, and what has changed

    @ParameterizedTest
    @CsvSource({
        "PASSWORD_RESET_REQUESTED, PT1H",
        "VERIFICATION_REQUESTED, PT24H",
    })
    void sendsNoLinkThatWouldBeOver(Kind kind, Duration life) {
        user("ada", false);
        OutboxEvent event = request(kind);
        now = now.plus(life);
        assertThat(tell(event)).isEqualTo(new Relay.Report(kind, 0, 1));
        assertThat(stores.allLinks()).isEmpty();
        assertThat(stores.events()).isEmpty();
    }

    @Test
    void sendsALinkThatLivesAsLongAsIsLeftOfItsEvent() {
        user("ada", false);
        OutboxEvent event = request(Kind.PASSWORD_RESET_REQUESTED);
        now = now.plus(Duration.ofMinutes(59));
        tell(event);
        assertThat(stores.allLinks().get(0).expiry()).isEqualTo(now.plus(Duration.ofMinutes(1)));
    }

    @Test
    void dropsWhatIsAWeekOld() {
        User ada = user("ada", true);
        OutboxEvent event = event(Kind.PASSWORD_CHANGED, ada, Map.of());
        now = now.plus(Duration.ofDays(7));
        assertThat(tell(event).sent()).isZero();
        assertThat(told).isEmpty();
        assertThat(stores.events()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"USER_CREATED", "EMAIL_CHANGE_REQUESTED"})
    void sendsNoLinkOnceTheUserHasChanged(Kind kind) {
        User ada = user("ada", false);
        Map<Detail, String> details = Map.of(Detail.VERIFY, "true", Detail.ADDRESS, "grace@example.com");
        OutboxEvent generation = event(kind, ada, details);
        stores.users().endAllSessions(ada.id());
        tell(generation);
        User now = stores.users().find(ada.id()).orElseThrow();
        OutboxEvent epoch = event(kind, now, details);
        stores.change(ada.id(), user -> user.with(user.security().withAddress(false)));
        tell(epoch);
        OutboxEvent inactive = event(kind, stores.users().find(ada.id()).orElseThrow(), details);
        stores.users().setActive(ada.id(), false);
        tell(inactive);
        OutboxEvent reborn = event(kind, stores.users().find(ada.id()).orElseThrow(), details);
        stores.change(ada.id(), user -> user.with(Security.ofNewUser(Randomness.SECURE)));
        tell(reborn);
        assertThat(letters).isEmpty();
        assertThat(stores.allLinks()).isEmpty();
        assertThat(stores.events()).isEmpty();
    }

    @Test
    void sendsNoFreshLinkToAMailboxThatItsUserHasLeft() {
        User ada = user("ada", true);
        OutboxEvent late = request(Kind.PASSWORD_RESET_REQUESTED);
        stores.change(ada.id(), user -> withAddress(user, "new@example.com"));
        tell(late);
        assertThat(letters).isEmpty();
    }

    @Test
    void looksAgainWhenTheUserChangesWhileALinkIsMade() {
        User ada = user("ada", false);
        OutboxEvent event = request(Kind.PASSWORD_RESET_REQUESTED);
        stores.beforeNextWrite(() -> stores.users().endAllSessions(ada.id()));
        tell(event);
        assertThat(letters).hasSize(1);
        assertThat(stores.allLinks()
                        .get(0)
                        .isGoodFor(stores.users().find(ada.id()).orElseThrow(), now))
                .isTrue();
    }

    @Test
    void makesNoLinkWhenTheUserLeavesTheAddressWhileItIsMade() {
        User ada = user("ada", false);
        OutboxEvent event = request(Kind.PASSWORD_RESET_REQUESTED);
        stores.beforeNextWrite(() -> stores.change(ada.id(), user -> withAddress(user, "new@example.com")));
        tell(event);
        assertThat(letters).isEmpty();
        assertThat(stores.allLinks()).isEmpty();
        assertThat(stores.events()).isEmpty();
    }

    // ------------------------------------------------------------ Notices

    @ParameterizedTest
    @CsvSource({
        "PASSWORD_CHANGED, PASSWORD_CHANGED",
        "PASSWORD_RESET, PASSWORD_CHANGED",
        "BACKUP_CODE_USED, BACKUP_CODE_USED",
        "NEW_PLACE, NEW_DEVICE",
        "CHANGE_UNDONE, RESTORED",
        "FACTOR_REMOVED, PASSKEY_REMOVED",
    })
    void tellsAVerifiedUserWithoutASecret(Kind kind, Occasion occasion) {
        User ada = user("ada", true);
        OutboxEvent event = event(kind, ada, Map.of(Detail.USER_AGENT, "Firefox/140.0", Detail.FACTOR, "passkey"));
        stores.users().endAllSessions(ada.id());
        tell(event);
        Letter letter = letters.get(0);
        assertThat(letter.occasion()).isEqualTo(occasion);
        assertThat(letter.account()).isEqualTo("ada");
        assertThat(letter.link().reveal()).isEqualTo("https://accounts.example.com/account#forgot");
        assertThat(letter.origin().userAgent()).isEqualTo("Firefox/140.0");
        assertThat(stores.allLinks()).isEmpty();
        assertThat(told).containsExactly(event);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"PASSWORD_CHANGED", "NEW_PLACE", "FACTOR_ADDED", "FACTOR_REMOVED"})
    void writesNoNoticeToAnAddressThatNobodyHasVerified(Kind kind) {
        User ada = user("ada", false);
        if (kind == Kind.FACTOR_ADDED || kind == Kind.FACTOR_REMOVED) {
            tell(change(kind, ada, ada.with(ada.security().with(Factor.APP))));
        } else {
            tell(event(kind, ada, Map.of()));
        }
        assertThat(letters).isEmpty();
        assertThat(told).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "FACTOR_ADDED, FACTOR_ADDED",
        "FACTOR_REMOVED, FACTOR_REMOVED",
        "FACTOR_RESET_REQUESTED, FACTOR_RESET",
        "DELETION_REQUESTED, DELETION",
        "EMAIL_CHANGED, ADDRESS_CHANGED",
    })
    void sendsALinkThatTakesAChangeBackAlsoAfterTheNextChange(Kind kind, Occasion occasion) {
        User ada = user("ada", true);
        User after = ada.with(ada.security().with(Factor.APP));
        OutboxEvent event = change(kind, ada, after);
        stores.change(ada.id(), user -> user.with(user.security().verified()));
        tell(event);
        assertThat(letters).extracting(Letter::occasion).containsExactly(occasion);
        assertThat(letters.get(0).link().reveal()).startsWith("https://accounts.example.com/account#undo?key=undo_");
        Link link = stores.allLinks().get(0);
        assertThat(link.purpose()).isEqualTo(Purpose.UNDO);
        assertThat(link.epoch())
                .as("names the change")
                .isEqualTo(after.security().epoch());
        assertThat(link.expiry()).isEqualTo(now.plus(Duration.ofDays(7)));
    }

    @Test
    void sendsNoLinkToTakeBackWhatWasTakenBack() {
        User ada = user("ada", true);
        tell(event(Kind.DELETION_REQUESTED, ada.with(ada.security().deleting(now)), Map.of()));
        assertThat(letters).isEmpty();
        assertThat(told).hasSize(1);
    }

    @Test
    void sendsItToEveryAddressOfTheLastSevenDays() {
        User ada = user("ada", true, "first@example.com");
        User second = withAddress(ada, "second@example.com");
        change(Kind.EMAIL_CHANGED, ada, second);
        now = now.plus(Duration.ofDays(1));
        User third = withAddress(second, ADDRESS);
        tell(change(Kind.EMAIL_CHANGED, second, third));
        assertThat(letters)
                .extracting(Letter::to)
                .containsExactlyInAnyOrder(ADDRESS, "second@example.com", "first@example.com");
        assertThat(letters.stream().map(Letter::id)).doesNotHaveDuplicates();
        assertThat(letters)
                .filteredOn(letter -> !letter.to().equals(ADDRESS))
                .extracting(Letter::account)
                .containsOnly("");
        letters.clear();
        now = now.plus(Duration.ofDays(6));
        tell(change(Kind.FACTOR_ADDED, third, third.with(third.security().with(Factor.APP))));
        assertThat(letters).extracting(Letter::to).containsExactlyInAnyOrder(ADDRESS, "second@example.com");
    }

    @Test
    void tellsAnAddressThatWasNeverVerifiedFiveTimesAtMost() {
        User user = user("ada", false, "first@example.com");
        for (int i = 0; i < 8; i++) {
            User after = user.withEmail(ADDRESS, user.security().withAddress(true));
            tell(change(Kind.EMAIL_CHANGED, user, after));
            user = after.withEmail("first@example.com", after.security().withAddress(false));
            User back = user;
            stores.change(user.id(), any -> back);
        }
        assertThat(letters)
                .filteredOn(letter -> letter.to().equals("first@example.com"))
                .hasSize(5);
        assertThat(letters).filteredOn(letter -> letter.to().equals(ADDRESS)).hasSize(8);
    }

    // ------------------------------------------------------------ What goes wrong on the way

    @Test
    void takesBackWhatSurelyCameToNothingAndTriesAsOftenAsItTakes() {
        user("ada", false);
        OutboxEvent event = request(Kind.PASSWORD_RESET_REQUESTED);
        mailer = letter -> {
            throw new MailUnavailableException("busy", true, new IllegalStateException());
        };
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> tell(event)).isInstanceOf(UntoldException.class);
            assertThat(stores.allLinks()).as("a secret that nobody got").isEmpty();
        }
        mailer = this::keep;
        tell(event);
        assertThat(letters).hasSize(1);
        assertThat(stores.allLinks()).hasSize(1);
    }

    @Test
    void sendsNoThirdMailWhereNobodyKnowsWhetherTheOthersWent() {
        user("ada", false);
        OutboxEvent event = request(Kind.PASSWORD_RESET_REQUESTED);
        mailer = letter -> {
            keep(letter);
            throw new MailUnavailableException("no answer", false, new IllegalStateException());
        };
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> tell(event)).isInstanceOf(UntoldException.class);
        }
        assertThat(letters).hasSize(2);
        assertThat(stores.allLinks()).hasSize(2);
        assertThat(stores.events()).as("somebody has to look at it").containsExactly(event);
    }

    @Test
    void isThroughWithAnAddressThatCannotBeWrittenTo() {
        user("ada", false);
        mailer = letter -> {
            throw new MailRefusedException("no such mailbox");
        };
        assertThat(tell(Kind.PASSWORD_RESET_REQUESTED))
                .isEqualTo(new Relay.Report(Kind.PASSWORD_RESET_REQUESTED, 0, 1));
        assertThat(stores.allLinks()).as("a secret that nobody got").isEmpty();
        assertThat(stores.events()).isEmpty();
    }

    @Test
    void tellsTheRestWhenOnePartFailsAndLaterThatOneAlone() {
        User ada = user("ada", true, "old@example.com");
        OutboxEvent event = change(Kind.EMAIL_CHANGED, ada, withAddress(ada, ADDRESS));
        mailer = letter -> {
            if (letter.to().equals(ADDRESS)) {
                throw new MailUnavailableException("busy", true, new IllegalStateException());
            }
            keep(letter);
        };
        assertThatThrownBy(() -> tell(event)).isInstanceOf(UntoldException.class);
        assertThat(letters).hasSize(1);
        assertThat(told).hasSize(1);
        mailer = this::keep;
        tell(event);
        assertThat(letters).extracting(Letter::to).containsExactly("old@example.com", ADDRESS);
        assertThat(told).hasSize(1);
    }

    @Test
    void writesNoMailAgainBecauseTheBusDidNotAnswer() {
        User ada = user("ada", true);
        OutboxEvent event = event(Kind.PASSWORD_CHANGED, ada, Map.of());
        bus = any -> {
            throw new BusUnavailableException("no", null);
        };
        assertThatThrownBy(() -> tell(event)).isInstanceOf(UntoldException.class);
        assertThatThrownBy(() -> tell(event)).isInstanceOf(UntoldException.class);
        bus = told::add;
        tell(event);
        assertThat(letters).hasSize(1);
        assertThat(told).hasSize(1);
    }

    /** Ends an instance before or after each call that it makes, then replays the stream. */
    @Test
    void sendsAMailWhereverItIsKilledAndTwoAtMost() throws Exception {
        int gap = 0;
        boolean killed = true;
        List<Integer> counts = new ArrayList<>();
        while (killed) {
            letters.clear();
            String name = "ada" + gap;
            User ada = user(name, false, name + "@example.com");
            EmailForm form = EmailForm.of(ada.email()).orElseThrow();
            OutboxEvent event = new OutboxEvent(
                    newId(), Kind.PASSWORD_RESET_REQUESTED, 0, form, now, Language.EN, 0, 0, 0, Map.of());
            stores.outbox().add(event);
            Killer killer = new Killer(gap);
            Relay mortal = new Relay(
                    environment,
                    stores(
                            killer.around(RelayStore.class, stores.relay()),
                            killer.around(UserStore.class, stores.users()),
                            killer.around(AttemptStore.class, stores.attempts())),
                    killer.around(Mailer.class, mailer),
                    bus);
            killed = false;
            try {
                mortal.tell(event.id());
            } catch (Killed e) {
                killed = true;
            }
            for (int replay = 0; replay < 10; replay++) {
                relay().tell(event.id());
            }
            assertThat(letters).as("killed in gap " + gap).hasSizeBetween(1, 2);
            counts.add(letters.size());
            assertThat(redeemed(ada, letters)).as("killed in gap " + gap).isEqualTo(1);
            assertThat(stores.relay().find(event.id())).isEmpty();
            gap++;
        }
        assertThat(gap).as("gaps that were tried").isGreaterThan(10);
        assertThat(counts).as("some gaps are after the mail").contains(1, 2);
    }

    @Test
    void sendsTwoMailsAtMostWhenManyTellOfOneEventAtOnce() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                letters.clear();
                String name = "ada" + round;
                User ada = user(name, false, name + "@example.com");
                OutboxEvent event = event(Kind.USER_CREATED, ada, Map.of(Detail.VERIFY, "true"));
                CyclicBarrier barrier = new CyclicBarrier(8);
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    all.add(pool.submit(() -> {
                        barrier.await();
                        try {
                            relay().tell(event.id());
                        } catch (UntoldException e) {
                            // Others are at it.
                        }
                        return null;
                    }));
                }
                for (Future<?> one : all) {
                    one.get();
                }
                assertThat(letters).hasSizeBetween(1, 2);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void findsWhatWasLeft() {
        OutboxEvent event = request(Kind.PASSWORD_RESET_REQUESTED);
        assertThat(relay().waiting(Duration.ofMinutes(10), 5)).isEmpty();
        now = now.plus(Duration.ofMinutes(11));
        assertThat(relay().waiting(Duration.ofMinutes(10), 5)).containsExactly(event.id());
    }

    // ------------------------------------------------------------ Hands

    /** Returns how many of some letters' links set a password, each tried once. */
    private long redeemed(User user, List<Letter> all) {
        return all.stream()
                .filter(letter -> {
                    TokenDigest digest =
                            digest(Purpose.RESET, parameters(letter).get("token"));
                    var found = stores.links().find(Purpose.RESET, user.id(), digest.key());
                    Link link = found.link();
                    User seen = found.user();
                    return link != null
                            && seen != null
                            && link.isGoodFor(seen, now)
                            && stores.links()
                                            .redeem(
                                                    link,
                                                    seen,
                                                    seen.withNewPassword(new PasswordHash("new"), seen.security()),
                                                    List.of())
                                    == dev.latchkey.store.LinkStore.Redeemed.DONE;
                })
                .count();
    }

    private Relay.Report tell(Kind kind) {
        return tell(request(kind));
    }

    private Relay.Report tell(OutboxEvent event) {
        return relay().tell(event.id());
    }

    private OutboxEvent request(Kind kind) {
        OutboxEvent event = new OutboxEvent(newId(), kind, 0, FORM, now, Language.DE, 0, 0, 0, Map.of());
        stores.outbox().add(event);
        return event;
    }

    private OutboxEvent event(Kind kind, User user, Map<Detail, String> details) {
        OutboxEvent event = new OutboxEvent(
                newId(),
                kind,
                user.id(),
                EmailForm.of(user.email()).orElse(null),
                now,
                Language.EN,
                user.generation(),
                user.security().epoch(),
                user.security().incarnation(),
                details.entrySet().stream()
                        .collect(Collectors.toMap(entry -> entry.getKey().label(), Map.Entry::getValue)));
        stores.outbox().add(event);
        return event;
    }

    /** Changes a user, as those do who keep what they replace. */
    private OutboxEvent change(Kind kind, User before, User after) {
        OutboxEvent event = event(kind, after, Map.of(Detail.FACTOR, "app"));
        assertThat(stores.deletions().ask(before, after, now, new Sequel(List.of(), Undo.of(before, now))))
                .isTrue();
        return event;
    }

    private static String newId() {
        return HexFormat.of().formatHex(Randomness.SECURE.bytes(16));
    }

    private User user(String name, boolean verified) {
        return user(name, verified, ADDRESS);
    }

    private User user(String name, boolean verified, String address) {
        Security security = Security.ofNewUser(Randomness.SECURE);
        User user = User.registered(nextId++, name, address, new PasswordHash("old"), now)
                .with(verified ? security.verified() : security);
        stores.users()
                .create(user, name, null, new Announcement(EmailForm.of(address).orElseThrow(), List.of()));
        return user;
    }

    private static User withAddress(User user, String address) {
        return user.withEmail(address, user.security().withAddress(true));
    }

    private long uid(Letter letter) {
        return new Uid(environment.variables())
                .read(parameters(letter).getOrDefault("uid", ""))
                .orElseThrow();
    }

    private static Map<String, String> parameters(Letter letter) {
        String fragment = URI.create(letter.link().reveal()).getRawFragment();
        return Arrays.stream(fragment.substring(fragment.indexOf('?') + 1).split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static TokenDigest digest(Purpose purpose, String text) {
        return ((PresentedToken.Native) purpose.format().read(text)).digest();
    }

    /** Stands for the loss of an instance; no code of ours throws it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Ends an instance in one gap: before its first call, after it, before the second, and so on. */
    private static final class Killer {
        private int left;

        Killer(int gap) {
            left = gap;
        }

        private void gap() {
            if (left-- == 0) {
                throw new Killed();
            }
        }

        <T> T around(Class<T> type, T inner) {
            Object proxy =
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        gap();
                        Object result;
                        try {
                            result = method.invoke(inner, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                        gap();
                        return result;
                    });
            return type.cast(proxy);
        }
    }

    private final class MovableClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
