package dev.latchkey.rule;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a stage, read from its variables: {@code latchkey_1}, {@code latchkey_2} and so on, each with rules separated by commas
 * such as {@code GET:/orders/:id=orders.read}, and {@code latchkey_default} for every route without one.
 *
 * <p>Whatever is not understood denies the whole stage: half of what was meant may be less than was meant.
 */
public final class RouteRules {
    /** What the names of the variables begin with. */
    public static final String PREFIX = "latchkey_";

    private static final String DEFAULT = PREFIX + "default";
    private static final String EVERY_METHOD = "ANY";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", EVERY_METHOD);

    /** A stage has at most 100 variables (AWS, "API Gateway quotas"). */
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,2}");

    private static final Pattern WORDS = Pattern.compile("([a-z0-9.:&-]|#[0-9a-f]{2})*");
    private static final RouteRules MALFORMED = new RouteRules(Map.of(), null, true);

    private final Map<String, Rule> rules;
    private final @Nullable Rule standard;
    private final boolean malformed;

    private RouteRules(Map<String, Rule> rules, @Nullable Rule standard, boolean malformed) {
        this.rules = Map.copyOf(rules);
        this.standard = standard;
        this.malformed = malformed;
    }

    /**
     * Reads a stage's variables; those of other names are not ours.
     *
     * @return nothing if none of them is a rule
     */
    public static Optional<RouteRules> of(Map<String, ?> stageVariables) {
        Map<String, Rule> rules = new HashMap<>();
        Rule standard = null;
        int numbered = 0;
        int highest = 0;
        boolean any = false;
        for (Map.Entry<String, ?> variable : stageVariables.entrySet()) {
            if (!variable.getKey().startsWith(PREFIX)) {
                continue;
            }
            any = true;
            String text = variable.getValue() instanceof String value ? value : "";
            String number = variable.getKey().substring(PREFIX.length());
            if (variable.getKey().equals(DEFAULT)) {
                standard = rule(text).orElse(null);
                if (standard == null) {
                    return Optional.of(MALFORMED);
                }
            } else if (NUMBER.matcher(number).matches() && addAll(text, rules)) {
                numbered++;
                highest = Math.max(highest, Integer.parseInt(number));
            } else {
                return Optional.of(MALFORMED);
            }
        }
        // A gap is a variable that got lost.
        return !any
                ? Optional.empty()
                : Optional.of(numbered == highest ? new RouteRules(rules, standard, false) : MALFORMED);
    }

    private static boolean addAll(String text, Map<String, Rule> rules) {
        for (String entry : text.split(",", -1)) {
            int colon = entry.indexOf(':');
            int equals = entry.indexOf('=');
            if (colon < 0 || equals < colon || !METHODS.contains(entry.substring(0, colon))) {
                return false;
            }
            Optional<RoutePath> path = RoutePath.ofRule(entry.substring(colon + 1, equals));
            Optional<Rule> rule = rule(entry.substring(equals + 1));
            if (path.isEmpty() || rule.isEmpty()) {
                return false;
            }
            if (rules.put(key(entry.substring(0, colon), path.get()), rule.get()) != null) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Rule> rule(String words) {
        return WORDS.matcher(words).matches() ? Rule.of(RoutePath.decoded(words)) : Optional.empty();
    }

    /** Tells whether something was not understood, so that the stage is closed. */
    public boolean isMalformed() {
        return malformed;
    }

    /** Tells whether there is a rule for routes that have none of their own. */
    public boolean hasDefault() {
        return standard != null;
    }

    /** Tells whether every route of the stage asks for the same. */
    public boolean isUniform() {
        return rules.isEmpty() && !malformed;
    }

    /** Tells whether every route of the stage takes any session and any key, as Latchkey's own stage does. */
    public boolean isOpen() {
        return isUniform() && standard != null && standard.admitsAny();
    }

    /**
     * Returns the rule of a route: of the method, where HEAD is GET, else of every method, else the default. Nothing lets nobody in.
     *
     * @param method the request's method
     * @param path the route's path, and not the request's
     */
    public Optional<Rule> of(String method, RoutePath path) {
        if (malformed) {
            return Optional.empty();
        }
        Rule own = rules.get(key(method.equals("HEAD") ? "GET" : method, path));
        Rule every = own == null ? rules.get(key(EVERY_METHOD, path)) : own;
        return Optional.ofNullable(every == null ? standard : every);
    }

    private static String key(String method, RoutePath path) {
        return method + ' ' + path.value();
    }
}
