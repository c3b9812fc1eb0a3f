package dev.latchkey.local.gateway;

import dev.latchkey.template.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the routes of a path.
 *
 * <p>As on a REST API, one slash at the end does not count, a doubled slash does but right after the stage, and of the paths that fit the one wins that is written
 * out further from the left.
 */
final class Routes {
    private final Map<String, Map<String, Route>> literal = new LinkedHashMap<>();
    private final List<Pattern> patterns;

    Routes(List<Route> routes) {
        Map<String, Map<String, Route>> byPath = new LinkedHashMap<>();
        routes.forEach(route -> byPath.computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
                .put(route.method(), route));
        List<Pattern> withParameters = new ArrayList<>();
        byPath.forEach((path, methods) -> {
            if (path.indexOf('{') < 0) {
                literal.put(path, methods);
            } else {
                withParameters.add(new Pattern(path, split(path), methods));
            }
        });
        withParameters.sort(Pattern::compareTo);
        patterns = List.copyOf(withParameters);
    }

    Optional<RouteMatch> find(String rawPath) {
        String path = withoutTrailingSlash(rawPath);
        Map<String, Route> exact = literal.get(path.indexOf('%') < 0 ? path : decodeSegments(path));
        if (exact != null) {
            return Optional.of(new RouteMatch(PercentEncoding.decodePath(path), exact, Map.of()));
        }
        return patterns.stream()
                .flatMap(pattern -> pattern.match(path).stream())
                .findFirst();
    }

    private static String withoutTrailingSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Decodes each segment; an encoded slash does not divide, so a path that has one is no literal path. */
    private static String decodeSegments(String path) {
        return path.contains("%2F") || path.contains("%2f") ? path : PercentEncoding.decodePath(path);
    }

    private static List<String> split(String path) {
        return List.of(path.split("/", -1));
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    /** A path with path parameters. */
    private record Pattern(String path, List<String> segments, Map<String, Route> methods)
            implements Comparable<Pattern> {
        private static final int LITERAL = 0;
        private static final int PARAMETER = 1;
        private static final int GREEDY = 2;

        /** What is written out comes before a parameter, and that before one that takes the rest. */
        @Override
        public int compareTo(Pattern other) {
            int common = Math.min(segments.size(), other.segments.size());
            for (int i = 0; i < common; i++) {
                int difference = kind(segments.get(i)) - kind(other.segments.get(i));
                if (difference != 0) {
                    return difference;
                }
            }
            return other.segments.size() - segments.size();
        }

        private static int kind(String segment) {
            if (!isParameter(segment)) {
                return LITERAL;
            }
            return segment.endsWith("+}") ? GREEDY : PARAMETER;
        }

        boolean isGreedy() {
            return segments.get(segments.size() - 1).endsWith("+}");
        }

        Optional<RouteMatch> match(String requested) {
            List<String> actual = split(requested);
            boolean fits = isGreedy() ? actual.size() >= segments.size() : actual.size() == segments.size();
            if (!fits) {
                return Optional.empty();
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                boolean isRest = isGreedy() && i == segments.size() - 1;
                String value = isRest ? String.join("/", actual.subList(i, actual.size())) : actual.get(i);
                if (!take(segments.get(i), value, values)) {
                    return Optional.empty();
                }
            }
            return Optional.of(new RouteMatch(path, methods, values));
        }

        /** The value of a parameter stays as it was sent, percent signs and all: so it was recorded on AWS. */
        private static boolean take(String segment, String value, Map<String, String> values) {
            if (!isParameter(segment)) {
                return segment.equals(PercentEncoding.decodePath(value));
            }
            values.put(segment.substring(1, segment.length() - 1).replace("+", ""), value);
            return !value.isEmpty();
        }
    }
}
