package dev.latchkey.passwords;

import dev.latchkey.config.Environment;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Passwords;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passwords under Django's policy, hashed with Argon2id. */
public final class HashedPasswords implements Passwords {
    private final PasswordHasher hasher;

    /** Builds them on a hasher. */
    public HashedPasswords(PasswordHasher hasher) {
        this.hasher = hasher;
    }

    /**
     * Builds them on the environment's settings and randomness.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public static HashedPasswords from(Environment environment) {
        return new HashedPasswords(PasswordHasher.from(environment));
    }

    @Override
    public List<String> violations(Password chosen, String username, String email) {
        return PasswordPolicy.violations(chosen, username, email).stream()
                .map(PasswordViolation::message)
                .toList();
    }

    @Override
    public boolean exceedsMaximum(Password presented) {
        return PasswordRule.exceedsMaximum(presented);
    }

    @Override
    public PasswordHash hash(Password password) {
        return new PasswordHash(hasher.hash(password));
    }

    @Override
    public boolean verify(Password password, @Nullable PasswordHash stored) {
        return hasher.verify(password, stored == null ? null : stored.encoded());
    }

    @Override
    public boolean needsRehash(PasswordHash stored) {
        return hasher.needsRehash(stored.encoded());
    }
}
