package dev.latchkey.relay;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.letter.Letter;
import dev.latchkey.letter.LetterLink;
import dev.latchkey.letter.MailRefusedException;
import dev.latchkey.letter.MailUnavailableException;
import dev.latchkey.letter.Mailer;
import dev.latchkey.letter.Origin;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvent.Detail;
import dev.latchkey.relay.Delivery.Budget;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.RelayStore;
import dev.latchkey.store.RelayStore.Begun;
import dev.latchkey.store.RelayStore.Waiting;
import dev.latchkey.store.UserStore;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells of an event: writes its mails, tells other services, and deletes it.
 *
 * <p>It may be ended between any two of its steps, and begin again, also several at once. What is counted, in the write that makes a
 * secret, are beginnings; two of one part is the most. So a person gets one mail, and a second one if an instance was lost on the way,
 * and never a third; and there are never more than two secrets of one event. The second one is made where nobody knows what became of
 * the first. What surely came to nothing is taken back and does not count.
 *
 * <p>The secret is made here, and lies nowhere but in the mail: at rest is its digest, and in the event nothing. It lives from the time
 * of the event on, not of the mail, so that a queue which stood still sends no link to somebody who has long forgotten to have asked.
 */
public final class Relay {
    /** How long something is worth telling: as long as an event is kept. */
    private static final Duration NEWS = Duration.ofDays(7);

    /** Five mails to an address within a quarter of an hour, as long as links live longer than that. */
    private static final int MOST_MAILS = 5;

    private static final Duration WINDOW = Duration.ofMinutes(15);

    /** How often a user who changes all the time is looked at. */
    private static final int MOST_LOOKS = 3;

    private static final String BUS = "bus";
    private static final int DIGEST_BYTES = 12;

    private final RelayStore events;
    private final AttemptStore attempts;
    private final Mailer mailer;
    private final EventBus bus;
    private final RelaySettings settings;
    private final Deliveries deliveries;
    private final Randomness randomness;
    private final Supplier<Instant> clock;

    /** What has been reached. */
    public interface Stores {
        /** Returns the events that wait. */
        RelayStore events();

        /** Returns the users. */
        UserStore users();

        /** Returns the counted attempts. */
        AttemptStore attempts();
    }

    /**
     * What became of an event.
     *
     * @param kind what kind it is of, or null where it was told before
     * @param sent how many mails went out
     * @param held how many did not, since they are over a limit, too late, or cannot be delivered
     */
    public record Report(OutboxEvent.@Nullable Kind kind, int sent, int held) {
        private static final Report GONE = new Report(null, 0, 0);
    }

    /**
     * Builds it.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used
     */
    public Relay(Environment environment, Stores stores, Mailer mailer, EventBus bus) {
        this.events = stores.events();
        this.attempts = stores.attempts();
        this.mailer = mailer;
        this.bus = bus;
        this.settings = RelaySettings.from(environment.variables());
        this.deliveries = new Deliveries(stores.events(), stores.users());
        this.randomness = environment.randomness();
        this.clock = environment::now;
    }

    /**
     * Tells of an event, in all the parts that are not told yet. An event that is gone was told.
     *
     * @throws UntoldException if a part could not be told; the others were, and the event still waits
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public Report tell(String eventId) {
        Waiting waiting = events.find(eventId).orElse(null);
        if (waiting == null) {
            return Report.GONE;
        }
        Tally tally = new Tally();
        OutboxEvent event = waiting.event();
        if (clock.get().isBefore(event.time().plus(NEWS))) {
            for (Delivery delivery : deliveries.of(event)) {
                tally.attempt(() -> deliver(waiting, delivery, tally));
            }
            tally.attempt(() -> tellOthers(waiting));
        }
        tally.throwFirst();
        events.delete(event);
        return new Report(event.kind(), tally.sent, tally.held);
    }

    private void tellOthers(Waiting waiting) {
        OutboxEvent event = waiting.event();
        boolean concernsNobody = event.userId() == UserIds.NOBODY;
        if (concernsNobody || bus == EventBus.NONE || waiting.triesOf(BUS) == RelayStore.DONE) {
            return;
        }
        bus.tell(event);
        events.done(event, BUS, null);
    }

    private void deliver(Waiting waiting, Delivery first, Tally tally) {
        int tries = waiting.triesOf(first.part());
        if (tries == RelayStore.DONE) {
            return;
        }
        if (tries >= RelayStore.MOST_TRIES) {
            throw new UntoldException("a mail was begun twice, and both times its end was not seen");
        }
        OutboxEvent event = waiting.event();
        // What was begun and taken back has been counted.
        boolean isCounted = waiting.tries().containsKey(first.part());
        if (isLate(event, first) || (!isCounted && !isWithinLimit(first))) {
            tally.held++;
            return;
        }
        Delivery delivery = first;
        for (int look = 0; look < MOST_LOOKS; look++) {
            switch (begin(event, delivery, tally)) {
                case YES, SPENT -> {
                    return;
                }
                case USER_CHANGED -> {
                    Delivery again = deliveries.of(event).stream()
                            .filter(other -> other.part().equals(first.part()))
                            .findFirst()
                            .orElse(null);
                    if (again == null) {
                        tally.held++;
                        return;
                    }
                    delivery = again;
                }
            }
        }
        throw new UntoldException("a user changed all the time");
    }

    private Begun begin(OutboxEvent event, Delivery delivery, Tally tally) {
        Purpose purpose = delivery.purpose();
        TokenText secret =
                purpose == null ? null : purpose.format().create(delivery.user().id(), randomness);
        Link link = purpose == null || secret == null ? null : link(event, delivery, purpose, secret);
        Begun begun = events.begin(event, delivery.part(), link, delivery.user());
        if (begun == Begun.YES) {
            send(event, delivery, secret, link, tally);
        }
        return begun;
    }

    private void send(
            OutboxEvent event, Delivery delivery, @Nullable TokenText secret, @Nullable Link link, Tally tally) {
        Link unsent = null;
        try {
            mailer.send(letter(event, delivery, secret));
            tally.sent++;
        } catch (MailRefusedException e) {
            // No mail can go there, now or later.
            unsent = link;
            tally.held++;
        } catch (MailUnavailableException e) {
            if (e.isUntaken()) {
                events.takeBack(event, delivery.part(), link);
            }
            throw e;
        }
        events.done(event, delivery.part(), unsent);
    }

    private Link link(OutboxEvent event, Delivery delivery, Purpose purpose, TokenText secret) {
        User user = delivery.user();
        return new Link(
                purpose,
                user.id(),
                TokenDigest.of(secret),
                delivery.to(),
                event.time().plus(settings.life(delivery)),
                user.generation(),
                // What is to be taken back is this change, whatever came after it.
                purpose == Purpose.UNDO ? event.epoch() : user.security().epoch(),
                user.security().incarnation());
    }

    private Letter letter(OutboxEvent event, Delivery delivery, @Nullable TokenText secret) {
        User user = delivery.user();
        Purpose purpose = delivery.purpose();
        boolean isTheirs = user.security().emailVerified() && delivery.to().equals(user.email());
        return new Letter(
                event.id() + "-" + delivery.part(),
                delivery.occasion(),
                event.language(),
                delivery.to(),
                isTheirs ? user.username() : "",
                purpose == null || secret == null ? settings.pages().page("forgot") : page(purpose, user, secret),
                settings.life(delivery),
                new Origin(event.time(), event.detail(Detail.USER_AGENT).orElse(""), ""));
    }

    /** The names that the endpoints have for what the pages send them. */
    private LetterLink page(Purpose purpose, User user, TokenText secret) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (purpose == Purpose.RESET) {
            parameters.put("uid", settings.uid().write(user.id()));
            parameters.put("token", secret.reveal());
        } else {
            parameters.put("key", secret.reveal());
        }
        return settings.pages().page(purpose.label(), parameters);
    }

    private boolean isLate(OutboxEvent event, Delivery delivery) {
        return delivery.purpose() != null && !clock.get().isBefore(event.time().plus(settings.life(delivery)));
    }

    /**
     * Counts a mail, unless there were as many to its address as there may be. The window is shorter than a link lives, so that of a
     * flood that somebody lets loose a link is left that works.
     */
    private boolean isWithinLimit(Delivery delivery) {
        Budget budget = delivery.budget();
        EmailForm form = EmailForm.of(delivery.to()).orElse(null);
        if (budget == Budget.NONE || form == null) {
            return true;
        }
        Duration life =
                delivery.purpose() == null ? WINDOW : settings.life(delivery).dividedBy(2);
        Duration window = life.compareTo(WINDOW) < 0 ? life : WINDOW;
        var subject = new AttemptStore.Subject(budget.kind(), digest(form), "");
        var limits = new AttemptStore.Limits(MOST_MAILS, AttemptStore.Limits.NONE, window, Duration.ZERO);
        return attempts.count(subject, limits, clock.get()) instanceof AttemptStore.Counted;
    }

    /** Counts are kept in items of their own, which are no place for addresses. */
    private static String digest(EmailForm form) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(form.value().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** What became of an event's parts: one that fails keeps none of the others from being told. */
    private static final class Tally {
        private int sent;
        private int held;
        private @Nullable RuntimeException first;

        private void attempt(Runnable part) {
            try {
                part.run();
            } catch (MailUnavailableException | BusUnavailableException | UntoldException e) {
                first = first == null ? e : first;
            }
        }

        private void throwFirst() {
            if (first != null) {
                throw new UntoldException("an event could not be told in all its parts", first);
            }
        }
    }

    /** Returns the ids of events that happened some time ago and still wait. */
    public List<String> waiting(Duration age, int most) {
        return events.waiting(clock.get().minus(age), most);
    }
}
