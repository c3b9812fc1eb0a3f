package dev.latchkey.relay;

import dev.latchkey.letter.Occasion;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvent.Detail;
import dev.latchkey.relay.Delivery.Budget;
import dev.latchkey.store.RelayStore;
import dev.latchkey.store.UserStore;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.Factor;
import dev.latchkey.user.Kind;
import dev.latchkey.user.User;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says which letters an event asks for, as things are now.
 *
 * <p>Secrets go only where the event meant them to: to a user who is still as the event left them, at the address that they had. A late
 * event must not send a fresh link to a mailbox that its user has left.
 *
 * <p>Notices go to verified addresses. To one that nobody has verified they would be mail to a stranger, whose address somebody typed.
 * Another address, a deletion and the end of the second factor may be the end of an account: that address hears of them too.
 */
final class Deliveries {
    /** Of more users with one address, those are written to who come first by the event's id; each request has another one. */
    private static final int MOST_CLAIMANTS = 200;

    private static final Set<Occasion> UNVERIFIED_TOO =
            EnumSet.of(Occasion.ADDRESS_CHANGED, Occasion.DELETION, Occasion.FACTOR_RESET);

    private final RelayStore events;
    private final UserStore users;

    Deliveries(RelayStore events, UserStore users) {
        this.events = events;
        this.users = users;
    }

    /** Returns the letters; none for an event that is no longer worth one. */
    List<Delivery> of(OutboxEvent event) {
        return switch (event.kind()) {
            case PASSWORD_RESET_REQUESTED -> toClaimants(event, Occasion.RESET, Purpose.RESET, user -> true);
            case VERIFICATION_REQUESTED ->
                toClaimants(
                        event,
                        Occasion.VERIFICATION,
                        Purpose.VERIFY,
                        user -> !user.security().emailVerified());
            case USER_CREATED -> event.detail(Detail.VERIFY).isPresent() ? verification(event) : List.of();
            case EMAIL_CHANGE_REQUESTED -> newAddress(event);
            case EMAIL_CHANGED -> undo(event, Occasion.ADDRESS_CHANGED);
            case FACTOR_ADDED -> undo(event, isPasskey(event) ? Occasion.PASSKEY_ADDED : Occasion.FACTOR_ADDED);
            case FACTOR_REMOVED ->
                isPasskey(event) ? notice(event, Occasion.PASSKEY_REMOVED) : undo(event, Occasion.FACTOR_REMOVED);
            case FACTOR_RESET_REQUESTED -> undo(event, Occasion.FACTOR_RESET);
            case DELETION_REQUESTED -> undo(event, Occasion.DELETION);
            case PASSWORD_CHANGED, PASSWORD_RESET -> notice(event, Occasion.PASSWORD_CHANGED);
            case BACKUP_CODE_USED -> notice(event, Occasion.BACKUP_CODE_USED);
            case NEW_PLACE -> notice(event, Occasion.NEW_DEVICE);
            case CHANGE_UNDONE -> notice(event, Occasion.RESTORED);
            case USER_VERIFIED, USER_RENAMED, USER_DELETED, SESSION_OPENED, SESSION_ENDED -> List.of();
        };
    }

    private static boolean isPasskey(OutboxEvent event) {
        return event.detail(Detail.FACTOR)
                .filter(Factor.PASSKEY.label()::equals)
                .isPresent();
    }

    /** Verified users first: whoever only typed the address must not be before its owner. */
    private List<Delivery> toClaimants(OutboxEvent event, Occasion occasion, Purpose purpose, Predicate<User> wanted) {
        EmailForm form = event.form();
        if (form == null) {
            return List.of();
        }
        return events.claimants(form, MOST_CLAIMANTS).stream()
                .filter(user -> isReachable(user) && hasAddress(user, form) && wanted.test(user))
                .sorted(Comparator.comparing((User user) -> !user.security().emailVerified())
                        .thenComparing(user -> (event.id() + user.id()).hashCode()))
                .map(user ->
                        new Delivery(Long.toString(user.id()), occasion, purpose, user, user.email(), Budget.ASKED))
                .toList();
    }

    private List<Delivery> verification(OutboxEvent event) {
        return unchanged(event)
                .filter(user -> !user.security().emailVerified())
                .map(user -> new Delivery(
                        "user", Occasion.VERIFICATION, Purpose.VERIFY, user, user.email(), Budget.REGISTERED))
                .stream()
                .toList();
    }

    private List<Delivery> newAddress(OutboxEvent event) {
        Optional<String> address = event.detail(Detail.ADDRESS);
        return unchanged(event)
                .flatMap(user -> address.map(
                        to -> new Delivery("new", Occasion.NEW_ADDRESS, Purpose.EMAIL, user, to, Budget.ASKED)))
                .stream()
                .toList();
    }

    /**
     * To every address of the last seven days, as long as there is something to take back. A change after this one does not end it:
     * whoever makes two must not be rid of the first.
     */
    private List<Delivery> undo(OutboxEvent event, Occasion occasion) {
        User user = users.find(event.userId())
                .filter(found -> found.active() && isSame(found, event))
                .orElse(null);
        if (user == null) {
            return List.of();
        }
        List<Undo> undos = events.undos(user.id()).stream()
                .filter(undo -> undo.isGoodFor(user, event.time()))
                .sorted(Comparator.comparingLong(Undo::epoch).reversed())
                .toList();
        if (undos.stream().noneMatch(undo -> undo.epoch() == event.epoch())) {
            return List.of();
        }
        Stream<Delivery> now = Stream.of(
                undo("user", occasion, user, user.email(), user.security().emailVerified()));
        Stream<Delivery> before = undos.stream()
                .map(undo -> undo("before-" + undo.epoch(), occasion, user, undo.email(), undo.emailVerified()));
        Map<String, Delivery> byForm = new LinkedHashMap<>();
        Stream.concat(now, before)
                .filter(letter -> letter.budget() == Budget.NONE || UNVERIFIED_TOO.contains(occasion))
                .forEach(letter ->
                        EmailForm.of(letter.to()).ifPresent(form -> byForm.putIfAbsent(form.value(), letter)));
        return List.copyOf(byForm.values());
    }

    private static Delivery undo(String part, Occasion occasion, User user, String to, boolean verified) {
        return new Delivery(part, occasion, Purpose.UNDO, user, to, verified ? Budget.NONE : Budget.UNVERIFIED);
    }

    private List<Delivery> notice(OutboxEvent event, Occasion occasion) {
        return incarnation(event)
                .filter(user -> user.security().emailVerified() && hasAddress(user, event.form()))
                .map(user -> new Delivery("user", occasion, null, user, user.email(), Budget.NONE))
                .stream()
                .toList();
    }

    /** The user, if it is still as the event left it. */
    private Optional<User> unchanged(OutboxEvent event) {
        return incarnation(event)
                .filter(user -> user.generation() == event.generation()
                        && user.security().epoch() == event.epoch()
                        && hasAddress(user, event.form()));
    }

    /** The user, if it is still the one that the event is about. */
    private Optional<User> incarnation(OutboxEvent event) {
        return users.find(event.userId()).filter(user -> isReachable(user) && isSame(user, event));
    }

    private static boolean isSame(User user, OutboxEvent event) {
        return user.security().incarnation() == event.incarnation();
    }

    private static boolean isReachable(User user) {
        return user.isOpen() && user.security().kind() == Kind.PERSON;
    }

    private static boolean hasAddress(User user, @Nullable EmailForm form) {
        return form != null && EmailForm.of(user.email()).filter(form::equals).isPresent();
    }
}
