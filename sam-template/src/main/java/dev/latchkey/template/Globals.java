package dev.latchkey.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges the section Globals into resources.
 *
 * <p>Rules: <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html">
 * Globals section of the AWS SAM template</a>: maps are merged, lists are joined with the global entries first, anything else is replaced.
 */
final class Globals {
    private static final Map<String, String> SECTIONS = Map.of(
            "AWS::Serverless::Function",
            "Function",
            "AWS::Serverless::Api",
            "Api",
            "AWS::Serverless::HttpApi",
            "HttpApi");

    private final Map<?, ?> globals;

    Globals(Map<?, ?> globals) {
        this.globals = globals;
    }

    /** Returns a resource's properties with the global ones filled in. */
    @SuppressWarnings("unchecked") // Every map that the reader makes has text for keys.
    Map<String, Object> fillIn(String type, Map<String, Object> properties) {
        String section = SECTIONS.get(type);
        if (section != null && globals.get(section) instanceof Map<?, ?> defaults) {
            return merge((Map<String, Object>) defaults, properties);
        }
        return properties;
    }

    private static Map<String, Object> merge(Map<String, Object> global, Map<String, Object> local) {
        Map<String, Object> merged = new LinkedHashMap<>(global);
        local.forEach((key, value) -> merged.merge(key, value, Globals::mergeValue));
        return merged;
    }

    @SuppressWarnings("unchecked") // Every map that the reader makes has text for keys.
    private static Object mergeValue(Object global, Object local) {
        if (global instanceof Map<?, ?> globalMap && local instanceof Map<?, ?> localMap) {
            return merge((Map<String, Object>) globalMap, (Map<String, Object>) localMap);
        }
        if (global instanceof List<?> globalList && local instanceof List<?> localList) {
            List<Object> joined = new ArrayList<>(globalList);
            joined.addAll(localList);
            return joined;
        }
        return local;
    }
}
