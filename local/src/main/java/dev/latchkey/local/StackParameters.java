package dev.latchkey.local;

import dev.latchkey.template.Template;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the values of a template's parameters in settings that go by the names of the functions' environment variables. */
final class StackParameters {
    private final Template template;
    private final Map<String, String> given = new LinkedHashMap<>();
    private final Map<String, String> setBy = new LinkedHashMap<>();

    /**
     * Takes the settings that the template binds to parameters; one that is empty counts as not there.
     *
     * @param variables settings by environment variable
     * @param overrides values by parameter, which win
     */
    StackParameters(Template template, Map<String, String> variables, Map<String, String> overrides) {
        this.template = template;
        template.parametersByVariable().forEach((variable, parameter) -> {
            String value = variables.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                given.put(parameter, value);
                setBy.put(parameter, variable);
            }
        });
        given.putAll(overrides);
        setBy.keySet().removeAll(overrides.keySet());
    }

    Map<String, String> values() {
        return given;
    }

    /**
     * Checks what CloudFormation would check at a deployment.
     *
     * @throws StartException when it would refuse a value; the message names the setting
     */
    void check() throws StartException {
        for (Map.Entry<String, String> entry : given.entrySet()) {
            for (String violation : template.violations(Map.of(entry.getKey(), entry.getValue()))) {
                String name = setBy.getOrDefault(entry.getKey(), entry.getKey());
                throw new StartException(name + " cannot be \"" + entry.getValue() + "\": " + violation);
            }
        }
    }
}
