package dev.latchkey.cli.rules;

import dev.latchkey.rule.RoutePath;
import dev.latchkey.rule.RouteRules;
import dev.latchkey.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stage variables of rules: as few as hold them, none longer than API Gateway takes. */
final class RuleVariables {
    /** The longest value, and so many variables (AWS, "Quotas for creating and managing an API Gateway REST API"). */
    private static final int LONGEST = 512;

    private static final int MOST = 100;

    private final List<String> entries = new ArrayList<>();
    private final String standard;

    /** Begins with the rule of every route that has none. */
    RuleVariables(String standard) {
        this.standard = encoded(standard);
    }

    /**
     * Adds the rule of a route.
     *
     * @throws IllegalArgumentException if path or rule cannot be written; the message says why, without naming the route
     */
    void add(String method, String path, String rule) {
        String entry = method + ":" + path(path) + "=" + encoded(rule);
        if (entry.length() > LONGEST) {
            throw new IllegalArgumentException("has a rule of more than " + LONGEST + " characters");
        }
        entries.add(entry);
    }

    private static String encoded(String rule) {
        if (Rule.of(rule).isEmpty()) {
            throw new IllegalArgumentException("has no rule in \"" + rule + "\"");
        }
        StringBuilder written = new StringBuilder();
        for (String word : rule.split("&", -1)) {
            written.append(written.isEmpty() ? "" : "&").append(RoutePath.encoded(word));
        }
        return written.toString();
    }

    private static String path(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.startsWith("{") && segment.endsWith("+}")) {
                segments.add("~" + name(segment.substring(1, segment.length() - 2)));
            } else if (segment.startsWith("{") && segment.endsWith("}")) {
                segments.add(":" + name(segment.substring(1, segment.length() - 1)));
            } else if (segment.startsWith(":") || segment.startsWith("~")) {
                throw new IllegalArgumentException("has a segment that begins with " + segment.charAt(0)
                        + ", which stands for a parameter in rules");
            } else {
                segments.add(RoutePath.encoded(segment));
            }
        }
        return String.join("/", segments);
    }

    /** A parameter's name says something to people alone. */
    private static String name(String name) {
        return name.replaceAll("[^A-Za-z0-9.-]", "-");
    }

    /**
     * Returns the variables by name.
     *
     * @throws IllegalArgumentException if they are too many, or two rules are about one route; the message is the rest of a sentence
     */
    Map<String, String> byName() {
        Map<String, String> variables = new LinkedHashMap<>();
        StringBuilder value = new StringBuilder();
        for (String entry : entries) {
            if (!value.isEmpty() && value.length() + 1 + entry.length() > LONGEST) {
                put(variables, value);
                value.setLength(0);
            }
            value.append(value.isEmpty() ? "" : ",").append(entry);
        }
        if (!value.isEmpty()) {
            put(variables, value);
        }
        variables.put(RouteRules.PREFIX + "default", standard);
        if (variables.size() > MOST) {
            throw new IllegalArgumentException("has rules for more than the " + MOST + " variables of a stage");
        }
        if (RouteRules.of(variables).orElseThrow().isMalformed()) {
            throw new IllegalArgumentException(
                    "has two rules for one route: parameters of other names are the same route");
        }
        return variables;
    }

    private static void put(Map<String, String> variables, StringBuilder value) {
        variables.put(RouteRules.PREFIX + (variables.size() + 1), value.toString());
    }
}
