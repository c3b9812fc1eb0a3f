package dev.latchkey.template;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A SAM template, read but not yet resolved: give it values for its parameters to get a {@link Stack}. */
public final class Template {
    private final Map<String, Parameter> parameters;
    private final Map<String, Object> conditions;
    private final Map<String, Object> mappings;
    private final Map<String, Resource> resources;

    private Template(Map<String, Object> document, String name) {
        this.parameters = parameters(sectionOf(document, "Parameters", name), name);
        this.conditions = sectionOf(document, "Conditions", name);
        this.mappings = sectionOf(document, "Mappings", name);
        this.resources = resources(
                sectionOf(document, "Resources", name), new Globals(sectionOf(document, "Globals", name)), name);
    }

    /**
     * Reads a template.
     *
     * @param file a YAML file
     * @throws TemplateException when it is not there, not readable or not a template; the message names the file and the line
     */
    public static Template read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (NoSuchFileException e) {
            throw new TemplateException("there is no template " + file, e);
        } catch (CharacterCodingException e) {
            throw new TemplateException(file + ": is not UTF-8 text", e);
        } catch (IOException e) {
            throw new TemplateException("cannot read the template " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a template from text.
     *
     * @param text the YAML
     * @param name what to call it in messages
     * @throws TemplateException when it is not a template
     */
    public static Template parse(String text, String name) {
        return new Template(YamlReader.read(text, name), name);
    }

    /** Returns the parameters by name. */
    public Map<String, Parameter> parameters() {
        return parameters;
    }

    /**
     * Returns the environment variables of functions that hold nothing but a parameter's value.
     *
     * @return the parameter's name by the variable's
     */
    public Map<String, String> parametersByVariable() {
        Map<String, String> bound = new LinkedHashMap<>();
        for (Resource resource : resources.values()) {
            if (resource.is("AWS::Serverless::Function")
                    && resource.properties().get("Environment") instanceof Map<?, ?> environment
                    && environment.get("Variables") instanceof Map<?, ?> variables) {
                variables.forEach((variable, value) ->
                        parameterOf(value).ifPresent(parameter -> bound.put((String) variable, parameter)));
            }
        }
        return bound;
    }

    private Optional<String> parameterOf(Object value) {
        if (value instanceof Intrinsic call
                && call.function().equals("Ref")
                && call.argument() instanceof String name
                && parameters.containsKey(name)) {
            return Optional.of(name);
        }
        return Optional.empty();
    }

    /**
     * Says which values CloudFormation would refuse.
     *
     * @param values values by parameter name
     * @return one line for each rule that is broken; empty when all is well
     */
    public List<String> violations(Map<String, String> values) {
        List<String> violations = new ArrayList<>();
        values.forEach((name, value) -> {
            Parameter parameter = parameters.get(name);
            if (parameter == null) {
                violations.add("there is no parameter " + name);
            } else {
                parameter.violation(value).ifPresent(violations::add);
            }
        });
        return violations;
    }

    /**
     * Resolves the template.
     *
     * @param values values of parameters, by name; the others take their defaults
     * @param tableNames gives the name of a table for its logical id
     * @throws TemplateException when a parameter has neither value nor default, or a condition makes no sense
     */
    public Stack stack(Map<String, String> values, UnaryOperator<String> tableNames) {
        Map<String, Object> resolved = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            String value = Optional.ofNullable(values.get(name))
                    .or(parameter::defaultValue)
                    .orElseThrow(
                            () -> new TemplateException("the parameter " + name + " has no default: give it a value"));
            resolved.put(name, parameter.isList() ? List.of(value.split(" *, *", -1)) : value);
        });
        return new Stack(resources, conditions, mappings, resolved, tableNames);
    }

    private static Map<String, Parameter> parameters(Map<String, Object> section, String name) {
        var noReferences = new Resolver(Map.of(), Map.of(), new StackReferences(Map.of(), Map.of(), id -> id));
        var reader = new Section(section, name + ": Parameters", noReferences);
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        section.keySet().forEach(key -> parameters.put(key, new Parameter(key, reader.section(key))));
        return parameters;
    }

    private static Map<String, Resource> resources(Map<String, Object> section, Globals globals, String name) {
        Map<String, Resource> resources = new LinkedHashMap<>();
        section.keySet().forEach(id -> {
            Map<String, Object> body = sectionOf(section, id, name + ": Resources");
            if (!(body.get("Type") instanceof String type)) {
                throw new TemplateException(name + ": Resources: " + id + " has no Type");
            }
            Optional<String> condition =
                    Optional.ofNullable(body.get("Condition")).map(String::valueOf);
            Map<String, Object> properties = globals.fillIn(type, sectionOf(body, "Properties", name + ": " + id));
            resources.put(id, new Resource(id, type, condition, properties));
        });
        return resources;
    }

    @SuppressWarnings("unchecked") // Every map that the reader makes has text for keys.
    private static Map<String, Object> sectionOf(Map<String, Object> document, String key, String where) {
        Object section = document.getOrDefault(key, Map.of());
        if (section instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new TemplateException(where + ": " + key + " has to be a map");
    }
}
