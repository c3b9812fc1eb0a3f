package dev.latchkey.passwords;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Variables;
import dev.latchkey.user.Password;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Passwords;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Passwords under Django's policy and outside known breaches, hashed with Argon2id. */
public final class HashedPasswords implements Passwords {
    private static final String SOURCE = "PASSWORD_BREACH";
    private static final String OFF = "off";
    private static final Pattern SOURCES = Pattern.compile("off|hibp|file");
    private static final String FILE = "/opt/breach/passwords.filter";
    private static final Pattern FILES = Pattern.compile("/[A-Za-z0-9._/-]{1,99}");
    private static final String ADDRESS = "https://api.pwnedpasswords.com";

    /** Without TLS only on the same machine, for tests. */
    private static final Pattern ADDRESSES =
            Pattern.compile("https://[A-Za-z0-9.-]{1,80}(:[0-9]{1,5})?(/[A-Za-z0-9._/-]{0,30})?"
                    + "|http://(localhost|127\\.0\\.0\\.1):[0-9]{1,5}");

    private final PasswordHasher hasher;
    private final @Nullable BreachedPasswords breached;

    /** Builds them on a hasher; no password is looked for among breached ones. */
    public HashedPasswords(PasswordHasher hasher) {
        this(hasher, null);
    }

    /** Builds them on a hasher and on passwords that nobody may choose; null for none. */
    HashedPasswords(PasswordHasher hasher, @Nullable BreachedPasswords breached) {
        this.hasher = hasher;
        this.breached = breached;
    }

    /**
     * Builds them on the environment's settings and randomness.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public static HashedPasswords from(Environment environment) {
        return new HashedPasswords(PasswordHasher.from(environment), breached(environment));
    }

    /** Reads the settings {@code PASSWORD_BREACH}, {@code PASSWORD_BREACH_FILE} and {@code PASSWORD_BREACH_URL}. */
    private static @Nullable BreachedPasswords breached(Environment environment) {
        Variables variables = environment.variables();
        String source = variables.text(SOURCE, OFF, SOURCES, "off, hibp or file");
        String file = variables.text("PASSWORD_BREACH_FILE", FILE, FILES, "the path of a file such as " + FILE);
        String address = variables.text("PASSWORD_BREACH_URL", ADDRESS, ADDRESSES, "an address such as " + ADDRESS);
        if (source.equals(OFF)) {
            return null; // No class of it is loaded.
        }
        return environment.resource(
                BreachedPasswords.class,
                any -> source.equals("hibp")
                        ? new PwnedPasswords(URI.create(address), PwnedPasswords.PATIENCE)
                        : BreachFilter.at(Path.of(file), "PASSWORD_BREACH_FILE"));
    }

    /** Tells whether passwords that are chosen are looked for among breached ones. */
    public static boolean knowBreaches(Environment environment) {
        return !environment.variables().text(SOURCE, OFF).equals(OFF);
    }

    @Override
    public List<String> violations(Password chosen, String username, String email) {
        List<PasswordViolation> violations = PasswordPolicy.violations(chosen, username, email);
        if (violations.isEmpty() && breached != null && breached.contains(chosen)) {
            violations = List.of(PasswordPolicy.BREACHED);
        }
        return violations.stream().map(PasswordViolation::message).toList();
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
    public @Nullable PasswordHash way(PasswordHash stored) {
        String way = hasher.way(stored.encoded());
        return way == null ? null : new PasswordHash(way);
    }

    @Override
    public boolean needsRehash(PasswordHash stored) {
        return hasher.needsRehash(stored.encoded());
    }
}
