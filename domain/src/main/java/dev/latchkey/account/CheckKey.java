package dev.latchkey.account;

import dev.latchkey.account.CheckToken.Result;
import dev.latchkey.key.ApiKey;
import dev.latchkey.key.KeyPolicy;
import dev.latchkey.key.KeySettings;
import dev.latchkey.store.KeyStore;
import dev.latchkey.store.KeyStore.KeyWithUser;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Checking a key, in one read as a token's check.
 *
 * <p>At most once in {@link ApiKey#USE_INTERVAL} the use of a key is written down too, and the check does not depend on that.
 */
public final class CheckKey {
    private final KeyStore keys;
    private final KeySettings settings;
    private final KeyPolicy policy;
    private final TokenFormat format;
    private final Supplier<Instant> clock;

    /** Builds the use case; the clock tells the time to the microsecond. */
    public CheckKey(KeyStore keys, KeySettings settings, Supplier<Instant> clock) {
        this.keys = keys;
        this.settings = settings;
        this.policy = new KeyPolicy(settings);
        this.format = settings.format();
        this.clock = clock;
    }

    /** Reads a presented text; never fails. */
    PresentedToken read(String text) {
        return format.read(text);
    }

    /**
     * Checks a key.
     *
     * @param own what {@link #read} made of the text
     * @param isUse whether the key is used, which is noted now and then
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    Result check(PresentedToken.Native own, boolean isUse) {
        KeyWithUser found = keys.find(own.userId(), own.digest().key());
        ApiKey key = found.key();
        User user = found.user();
        if (key == null || user == null || !key.digest().equals(own.digest())) {
            return new Result.Invalid();
        }
        Instant now = clock.get();
        return switch (policy.stateOf(user, key, now)) {
            case LIVE -> accept(user, key, isUse, now);
            case USER_INACTIVE -> new Result.UserInactive();
            case EXPIRED, ENDED -> new Result.Invalid();
        };
    }

    private Result accept(User user, ApiKey key, boolean isUse, Instant now) {
        if (isUse && key.isUseNews(now)) {
            keys.used(key, now);
        }
        return new Result.AcceptedKey(user, key, settings.effective(user, key));
    }
}
