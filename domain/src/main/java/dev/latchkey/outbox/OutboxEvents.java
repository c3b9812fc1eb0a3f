package dev.latchkey.outbox;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.text.Language;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes events, or none where nothing is sent: then every write is the one that it was without them. */
public final class OutboxEvents {
    private static final int ID_BYTES = 16;

    private final boolean on;
    private final Randomness randomness;

    private OutboxEvents(boolean on, Randomness randomness) {
        this.on = on;
        this.randomness = randomness;
    }

    /** Makes events where mails are sent. */
    public static OutboxEvents from(Environment environment) {
        boolean on = MailMode.from(environment.variables()) != MailMode.OFF;
        return new OutboxEvents(on, environment.randomness());
    }

    /**
     * Makes events for operators, whose environment does not say how mails are sent.
     *
     * @param on whether anything is sent
     */
    public static OutboxEvents ofOperators(boolean on, Randomness randomness) {
        return new OutboxEvents(on, randomness);
    }

    /** Tells whether anything is sent. */
    public boolean areOn() {
        return on;
    }

    /**
     * Returns the event of a change, as a list to write with it; empty where nothing is sent.
     *
     * @param after the user after the change
     */
    public List<OutboxEvent> of(OutboxEvent.Kind kind, User after, Instant now, Language language) {
        return of(kind, after, now, language, Map.of());
    }

    /** Returns the event of a change with details. */
    public List<OutboxEvent> of(
            OutboxEvent.Kind kind,
            User after,
            Instant now,
            Language language,
            Map<OutboxEvent.Detail, String> details) {
        if (!on) {
            return List.of();
        }
        Map<String, String> labelled = details.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().label(), Map.Entry::getValue));
        return List.of(new OutboxEvent(
                newId(),
                kind,
                after.id(),
                EmailForm.of(after.email()).orElse(null),
                now,
                language,
                after.generation(),
                after.security().epoch(),
                after.security().incarnation(),
                labelled));
    }

    /** Returns what somebody asks for who names an address and nothing else. */
    public OutboxEvent request(OutboxEvent.Kind kind, EmailForm form, Instant now, Language language) {
        return new OutboxEvent(newId(), kind, UserIds.NOBODY, form, now, language, 0, 0, 0, Map.of());
    }

    private String newId() {
        return HexFormat.of().formatHex(randomness.bytes(ID_BYTES));
    }
}
