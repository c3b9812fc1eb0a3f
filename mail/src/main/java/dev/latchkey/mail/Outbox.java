package dev.latchkey.mail;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Mails that stay here, to be looked at: what the local server sends to, and what tests read. It keeps the newest ones. */
public final class Outbox implements Transport {
    private static final int MOST = 2_000;

    private final InstantSource clock;
    private final Deque<Sent> mails = new ArrayDeque<>();

    /**
     * A mail, and when it came here.
     *
     * @param mail the mail
     * @param at when it came here
     */
    public record Sent(Mail mail, Instant at) {}

    /** Builds an empty one. */
    public Outbox(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void send(Mail mail) {
        mails.addLast(new Sent(mail, clock.instant()));
        if (mails.size() > MOST) {
            mails.removeFirst();
        }
    }

    /** Returns the mails, the oldest first. */
    public synchronized List<Sent> mails() {
        return List.copyOf(mails);
    }

    /** Forgets all mails. */
    public synchronized void clear() {
        mails.clear();
    }
}
