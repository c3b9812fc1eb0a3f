package dev.latchkey.store;

import dev.latchkey.user.FormerPassword;
import dev.latchkey.user.KnownSources;
import dev.latchkey.user.PasswordHash;
import org.jspecify.annotations.Nullable;

/**
 * A password that takes the place of another.
 *
 * @param hash its hash
 * @param known the places from which the user logs in under it
 * @param former what is kept of those before, or null to leave that as it is
 */
public record NewPassword(
        PasswordHash hash, KnownSources known, @Nullable FormerPassword former) {
    /** A password under which no place is known, and nothing is kept of the one before. */
    public NewPassword(PasswordHash hash) {
        this(hash, KnownSources.NONE, null);
    }
}
