package dev.latchkey.key;

import dev.latchkey.user.User;
import java.time.Instant;

/**
 * The one rule for whether a key is alive: checks, lists and operators all ask it.
 *
 * <p>A key is alive before its expiry and before the longest life that keys may have now, under its user's current generation of
 * keys, while the user is the one that it was made for, active, and not to be deleted. Sessions have no say in it.
 */
public final class KeyPolicy {
    private final KeySettings settings;

    /** Builds the policy on the settings that bound a key's life. */
    public KeyPolicy(KeySettings settings) {
        this.settings = settings;
    }

    /** What a stored key is at a moment. */
    public enum State {
        /** It is accepted. */
        LIVE,
        /** It is past its expiry, or the longest life that keys have now. */
        EXPIRED,
        /** It ended together with others, or its user is no longer what it was made for. */
        ENDED,
        /** It would be alive, but for the deactivation of its user. */
        USER_INACTIVE
    }

    /** Tells what a key of a user is at a moment; the expiry itself is past. */
    public State stateOf(User user, ApiKey key, Instant now) {
        if (!now.isBefore(key.expiry()) || !now.isBefore(settings.latest(key.created()))) {
            return State.EXPIRED;
        }
        ApiKey.Owner owner = key.owner();
        if (owner.incarnation() != user.security().incarnation()
                || owner.kind() != user.security().kind()
                || user.security().deletion() != null
                || key.created().isBefore(settings.notBefore())) {
            return State.ENDED;
        }
        long generation = user.security().keyGeneration();
        if (!user.active()) {
            // A deactivation raises the generation; version 0.1 does not.
            return owner.keyGeneration() == generation || owner.keyGeneration() == generation - 1
                    ? State.USER_INACTIVE
                    : State.ENDED;
        }
        return owner.keyGeneration() == generation ? State.LIVE : State.ENDED;
    }

    /** Tells whether a key of a user is alive at a moment. */
    public boolean isLive(User user, ApiKey key, Instant now) {
        return stateOf(user, key, now) == State.LIVE;
    }
}
