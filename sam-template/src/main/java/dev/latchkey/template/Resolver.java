package dev.latchkey.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates intrinsic functions.
 *
 * <p>Rules: <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html">intrinsic function
 * reference</a>. What has no meaning on one machine (a value exported by another stack, say) is an error and not a guess.
 */
final class Resolver {
    /** What {@code !Ref AWS::NoValue} gives: the property that holds it is as if it were not there. */
    static final Object NO_VALUE = new Object();

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]*)}");

    private final Map<String, Object> conditions;
    private final Map<String, Object> mappings;
    private final References references;
    private final Set<String> conditionsUnderWay = new HashSet<>();

    /** Gives values to names: parameters, pseudo parameters and resources. */
    interface References {
        /** Returns what Ref gives for a name. */
        Object ref(String name, int line);

        /** Returns what GetAtt gives for an attribute of a resource. */
        Object attribute(String resource, String attribute, int line);
    }

    Resolver(Map<String, Object> conditions, Map<String, Object> mappings, References references) {
        this.conditions = conditions;
        this.mappings = mappings;
        this.references = references;
    }

    /** Returns the value with every call in it evaluated. */
    Object resolve(Object value) {
        if (value instanceof Intrinsic call) {
            return evaluate(call);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> resolved = new LinkedHashMap<>();
            map.forEach((key, item) -> putUnlessNoValue(resolved, (String) key, resolve(item)));
            return resolved;
        }
        if (value instanceof List<?> list) {
            List<Object> resolved = new ArrayList<>();
            list.stream().map(this::resolve).filter(item -> item != NO_VALUE).forEach(resolved::add);
            return resolved;
        }
        return value;
    }

    /**
     * Returns the value with the calls at its top evaluated: below a map or a list, nothing is looked at. So a view of the template can
     * take what it needs, without what it does not need having to make sense here.
     */
    Object head(Object value) {
        if (!(value instanceof Intrinsic call)) {
            return value;
        }
        return call.function().equals("If") ? head(chosen(call)) : evaluate(call);
    }

    private Object chosen(Intrinsic call) {
        return argument(call, condition(text(call, 0), call.line()) ? 1 : 2);
    }

    private static void putUnlessNoValue(Map<String, Object> map, String key, Object value) {
        if (value != NO_VALUE) {
            map.put(key, value);
        }
    }

    private Object evaluate(Intrinsic call) {
        return switch (call.function()) {
            case "Ref" -> references.ref(text(call.argument(), call), call.line());
            case "GetAtt" -> getAtt(call);
            case "Sub" -> sub(call);
            case "Join" -> join(call);
            case "Split" -> List.of(text(call, 1).split(Pattern.quote(text(call, 0)), -1));
            case "Select" -> select(call);
            case "FindInMap" -> findInMap(call);
            case "Base64" -> base64(text(call.argument(), call));
            case "If" -> resolve(chosen(call));
            case "Equals", "Not", "And", "Or", "Condition" -> Boolean.toString(holds(call));
            case "ImportValue" ->
                throw error(call, "takes a value that another stack exports, and there is no other stack here");
            default -> throw error(call, "is not known to the local server");
        };
    }

    private Object getAtt(Intrinsic call) {
        if (call.argument() instanceof List<?>) {
            return references.attribute(text(call, 0), text(call, 1), call.line());
        }
        return attribute(text(call.argument(), call), call);
    }

    private Object attribute(String path, Intrinsic call) {
        int dot = path.indexOf('.');
        if (dot < 1) {
            throw error(call, "needs a resource and an attribute, as in Table.Arn");
        }
        return references.attribute(path.substring(0, dot), path.substring(dot + 1), call.line());
    }

    private String sub(Intrinsic call) {
        boolean hasOwnNames = call.argument() instanceof List<?>;
        String template = hasOwnNames ? text(call, 0) : text(call.argument(), call);
        Map<?, ?> own = hasOwnNames ? map(argument(call, 1), call) : Map.of();
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(match -> Matcher.quoteReplacement(placeholder(match, own, call)));
    }

    private String placeholder(MatchResult match, Map<?, ?> own, Intrinsic call) {
        String name = match.group(2).strip();
        if (!match.group(1).isEmpty()) {
            return "${" + match.group(2) + "}";
        }
        Object ownValue = own.get(name);
        if (ownValue != null) {
            return text(ownValue, call);
        }
        return text(name.indexOf('.') < 0 ? references.ref(name, call.line()) : attribute(name, call), call);
    }

    private String join(Intrinsic call) {
        List<String> parts = new ArrayList<>();
        for (Object part : list(argument(call, 1), call)) {
            parts.add(text(part, call));
        }
        return String.join(text(call, 0), parts);
    }

    private Object select(Intrinsic call) {
        List<?> items = list(argument(call, 1), call);
        String index = text(call, 0);
        if (!index.matches("[0-9]{1,4}") || Integer.parseInt(index) >= items.size()) {
            throw error(call, "has no item " + index + " among " + items.size());
        }
        return items.get(Integer.parseInt(index));
    }

    private Object findInMap(Intrinsic call) {
        Object found = mappings;
        for (int level = 0; level < 3; level++) {
            String key = text(call, level);
            Object next = map(found, call).get(key);
            if (next == null) {
                throw error(call, "finds no " + key);
            }
            found = next;
        }
        return resolve(found);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Tells whether a named condition holds.
     *
     * @param name a key of the section Conditions
     * @param line where it is asked for
     * @throws TemplateException when there is no such condition, or it depends on itself
     */
    boolean condition(String name, int line) {
        Object definition = conditions.get(name);
        if (definition == null) {
            throw new TemplateException("line " + line + ": there is no condition " + name);
        }
        if (!conditionsUnderWay.add(name)) {
            throw new TemplateException("line " + line + ": the condition " + name + " depends on itself");
        }
        try {
            return holds(definition);
        } finally {
            conditionsUnderWay.remove(name);
        }
    }

    private boolean holds(Object value) {
        if (value instanceof Intrinsic call) {
            return switch (call.function()) {
                case "Condition" -> condition(text(call.argument(), call), call.line());
                case "Equals" -> text(call, 0).equals(text(call, 1));
                case "Not" -> !holds(argument(call, 0));
                case "And" -> arguments(call).stream().allMatch(this::holds);
                case "Or" -> arguments(call).stream().anyMatch(this::holds);
                default -> throw error(call, "is not a condition");
            };
        }
        if (value instanceof Map<?, ?> map && map.size() == 1 && map.get("Condition") instanceof String name) {
            return condition(name, 0);
        }
        throw new TemplateException(
                "a condition has to be one of Equals, And, Or, Not and Condition, and not " + value);
    }

    private static List<?> arguments(Intrinsic call) {
        if (call.argument() instanceof List<?> arguments) {
            return arguments;
        }
        throw error(call, "needs a list");
    }

    private static Object argument(Intrinsic call, int index) {
        List<?> arguments = arguments(call);
        if (index >= arguments.size()) {
            throw error(call, "needs more than " + arguments.size() + " values");
        }
        return arguments.get(index);
    }

    private String text(Intrinsic call, int index) {
        return text(argument(call, index), call);
    }

    private String text(Object value, Intrinsic call) {
        if (resolve(value) instanceof String text) {
            return text;
        }
        throw error(call, "needs text where it has " + value);
    }

    private List<?> list(Object value, Intrinsic call) {
        if (resolve(value) instanceof List<?> list) {
            return list;
        }
        throw error(call, "needs a list where it has " + value);
    }

    private static Map<?, ?> map(Object value, Intrinsic call) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw error(call, "needs a map where it has " + value);
    }

    private static TemplateException error(Intrinsic call, String problem) {
        return new TemplateException("line " + call.line() + ": !" + call.function() + " " + problem);
    }
}
