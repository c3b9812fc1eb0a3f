package dev.latchkey.cli.target;

import java.util.HashMap;
import java.util.Map;

/** The settings that say what keys look like and may do, by variable and by the stack's parameter. */
public final class KeyVariables {
    private static final Map<String, String> PARAMETERS = Map.of(
            "KEY_SCOPES", "KeyScopes",
            "KEY_PREFIX", "KeyPrefix",
            "KEY_MAX_TTL", "KeyMaxTtl",
            "TOKEN_PREFIX", "TokenPrefix",
            "TOKENS_NOT_BEFORE", "TokensNotBefore");

    private KeyVariables() {}

    /** Returns those of a stack's parameters, by variable. */
    static Map<String, String> ofParameters(Map<String, String> parameters) {
        Map<String, String> variables = new HashMap<>();
        PARAMETERS.forEach((variable, parameter) -> {
            if (parameters.containsKey(parameter)) {
                variables.put(variable, parameters.getOrDefault(parameter, ""));
            }
        });
        return variables;
    }

    /** Returns those of an environment's variables. */
    public static Map<String, String> of(Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.keySet().retainAll(PARAMETERS.keySet());
        return variables;
    }
}
