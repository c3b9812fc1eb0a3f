package dev.latchkey.rule;

import dev.latchkey.key.Scope;
import dev.latchkey.key.Scopes;
import dev.latchkey.proof.Freshness;
import dev.latchkey.session.Session;
import dev.latchkey.user.RoleRule;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a route asks of whoever calls it: one word, or several that all have to hold.
 *
 * <p>The words are {@code deny}, {@code any} (a session or any key), {@code session}, {@code role:} and a role, {@code fresh:} and
 * a number of seconds, and scopes. A session may use every scope. A key is let in by a scope that it has, and never where a proof
 * of its user has to be fresh.
 */
public final class Rule {
    private static final String DENY = "deny";
    private static final String ANY = "any";
    private static final String SESSION = "session";
    private static final String ROLE = "role:";
    private static final String FRESH = "fresh:";
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int LONGEST_SECONDS = 86_400;

    private final boolean denies;
    private final boolean admitsAny;
    private final boolean wantsSession;
    private final Set<String> scopes;
    private final Set<String> roles;
    private final int freshSeconds;

    private Rule(
            boolean denies,
            boolean admitsAny,
            boolean wantsSession,
            Set<String> scopes,
            Set<String> roles,
            int freshSeconds) {
        this.denies = denies;
        this.admitsAny = admitsAny;
        this.wantsSession = wantsSession;
        this.scopes = Set.copyOf(scopes);
        this.roles = Set.copyOf(roles);
        this.freshSeconds = freshSeconds;
    }

    /** Reads a rule as it is written, such as {@code orders.write&role:staff}; nothing if it is none. */
    public static Optional<Rule> of(String text) {
        if (text.equals(DENY) || text.equals(ANY)) {
            return Optional.of(new Rule(text.equals(DENY), text.equals(ANY), false, Set.of(), Set.of(), 0));
        }
        boolean session = false;
        int seconds = 0;
        Set<String> scopes = new HashSet<>();
        Set<String> roles = new HashSet<>();
        for (String word : text.split("&", -1)) {
            boolean isNew;
            if (word.equals(SESSION)) {
                isNew = !session;
                session = true;
            } else if (word.startsWith(ROLE) && RoleRule.isValid(word.substring(ROLE.length()))) {
                isNew = roles.add(word.substring(ROLE.length()));
            } else if (word.startsWith(FRESH)) {
                isNew = seconds == 0;
                seconds = seconds(word.substring(FRESH.length()));
                isNew = isNew && seconds > 0;
            } else {
                isNew = Scope.isValid(word) && scopes.add(word);
            }
            if (!isNew) {
                return Optional.empty();
            }
        }
        return Optional.of(new Rule(false, false, session, scopes, roles, seconds));
    }

    /** Returns what it asks for, in one form for all ways to write it. */
    @Override
    public String toString() {
        return "Rule[denies=" + denies + ", any=" + admitsAny + ", session=" + wantsSession + ", scopes="
                + new TreeSet<>(scopes) + ", roles=" + new TreeSet<>(roles) + ", fresh=" + freshSeconds + "]";
    }

    private static int seconds(String text) {
        int seconds = SECONDS.matcher(text).matches() ? Integer.parseInt(text) : 0;
        return seconds <= LONGEST_SECONDS ? seconds : 0;
    }

    /** Tells whether any session and any key will do. */
    boolean admitsAny() {
        return admitsAny;
    }

    /** Tells whether a user may call the route by a session that is alive. */
    public boolean admits(User user, Session session, Instant now) {
        return !denies
                && user.security().roles().containsAll(roles)
                && (freshSeconds == 0 || Freshness.isFresh(user, session, now, Duration.ofSeconds(freshSeconds)));
    }

    /**
     * Tells whether a user may call the route by a key that is alive. A role alone lets no key in: what a key may do is written on it.
     *
     * @param granted the scopes that the key has now
     */
    public boolean admits(User user, Scopes granted) {
        if (denies || wantsSession || freshSeconds > 0) {
            return false;
        }
        return admitsAny
                || (!scopes.isEmpty()
                        && scopes.stream().allMatch(granted::has)
                        && user.security().roles().containsAll(roles));
    }
}
