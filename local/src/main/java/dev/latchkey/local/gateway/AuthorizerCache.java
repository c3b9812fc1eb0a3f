package dev.latchkey.local.gateway;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps an authorizer's answers for a while, by the identity they were given for. */
final class AuthorizerCache {
    private static final int CAPACITY = 10_000;

    private final Clock clock;
    private final int seconds;
    private final Map<List<String>, Kept> entries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Kept> eldest) {
            return size() > CAPACITY;
        }
    };

    private record Kept(AuthorizerAnswer answer, Instant end) {}

    AuthorizerCache(Clock clock, int seconds) {
        this.clock = clock;
        this.seconds = seconds;
    }

    Optional<AuthorizerAnswer> get(List<String> identity) {
        if (isOff(identity)) {
            return Optional.empty();
        }
        synchronized (entries) {
            return Optional.ofNullable(entries.get(identity))
                    .filter(kept -> kept.end().isAfter(clock.instant()))
                    .map(Kept::answer);
        }
    }

    /** Keeps an answer; one that is already kept for that identity stays only as long as it would have. */
    void put(List<String> identity, AuthorizerAnswer answer) {
        if (isOff(identity)) {
            return;
        }
        Instant now = clock.instant();
        synchronized (entries) {
            entries.merge(
                    identity,
                    new Kept(answer, now.plusSeconds(seconds)),
                    (old, fresh) -> old.end().isAfter(now) ? old : fresh);
        }
    }

    private boolean isOff(List<String> identity) {
        return seconds == 0 || identity.isEmpty();
    }
}
