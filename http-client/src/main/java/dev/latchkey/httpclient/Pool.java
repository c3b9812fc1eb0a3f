package dev.latchkey.httpclient;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections that no call is using.
 *
 * <p>The one that was used last is used first, so that the others grow old and are closed. Nothing runs by itself: what is too old is
 * closed when a connection is taken or given back, and until then costs nothing but an open socket. Age is counted by the wall clock,
 * which alone goes on while a process is frozen or lies in a snapshot.
 */
final class Pool {
    private final int maxIdle;
    private final long keepMillis;
    private final InstantSource clock;
    private final Map<Route, Deque<Idle>> idle = new HashMap<>();
    private boolean isClosed;

    Pool(int maxIdle, Duration keep, InstantSource clock) {
        this.maxIdle = maxIdle;
        this.keepMillis = keep.toMillis();
        this.clock = clock;
    }

    /** A connection, and when it was last used. */
    private record Idle(Connection connection, long sinceMillis) {}

    /** Takes a connection that is still open, if there is one. */
    @Nullable Connection take(Route route) {
        while (true) {
            Connection connection = newest(route);
            if (connection == null || connection.isUsable()) {
                return connection;
            }
            connection.close();
        }
    }

    private @Nullable Connection newest(Route route) {
        List<Connection> old = new ArrayList<>(0);
        try {
            synchronized (this) {
                Deque<Idle> kept = idle.get(route);
                if (kept == null) {
                    return null;
                }
                removeOld(kept, old);
                Idle newest = kept.pollFirst();
                return newest == null ? null : newest.connection;
            }
        } finally {
            old.forEach(Connection::close);
        }
    }

    /** Keeps a connection for the next call, or closes it. */
    void give(Connection connection) {
        List<Connection> old = new ArrayList<>(0);
        synchronized (this) {
            if (isClosed || maxIdle == 0) {
                old.add(connection);
            } else {
                Deque<Idle> kept = idle.computeIfAbsent(connection.route(), route -> new ArrayDeque<>());
                removeOld(kept, old);
                if (kept.size() == maxIdle) {
                    old.add(kept.removeLast().connection);
                }
                kept.addFirst(new Idle(connection, clock.millis()));
            }
        }
        old.forEach(Connection::close);
    }

    private void removeOld(Deque<Idle> kept, List<Connection> old) {
        long now = clock.millis();
        while (!kept.isEmpty() && now - kept.getLast().sinceMillis > keepMillis) {
            old.add(kept.removeLast().connection);
        }
    }

    /** Closes what is kept for a route: what broke one of its connections has most likely broken those that were idle for longer. */
    void forget(Route route) {
        Deque<Idle> kept;
        synchronized (this) {
            kept = idle.remove(route);
        }
        if (kept != null) {
            kept.forEach(each -> each.connection.close());
        }
    }

    void closeIdle() {
        List<Deque<Idle>> all;
        synchronized (this) {
            all = List.copyOf(idle.values());
            idle.clear();
        }
        all.forEach(kept -> kept.forEach(each -> each.connection.close()));
    }

    void close() {
        synchronized (this) {
            isClosed = true;
        }
        closeIdle();
    }
}
