package dev.latchkey.emulator.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A template with values for its parameters and names for its tables: what a deployment of it would hold. */
public final class Stack {
    private final Map<String, Resource> resources;
    private final Resolver resolver;
    private final UnaryOperator<String> tableNames;

    Stack(
            Map<String, Resource> resources,
            Map<String, Object> conditions,
            Map<String, Object> mappings,
            Map<String, Object> parameters,
            UnaryOperator<String> tableNames) {
        this.tableNames = tableNames;
        var references = new StackReferences(resources, parameters, tableNames);
        this.resolver = new Resolver(conditions, mappings, references);
        this.resources = existing(resources);
    }

    private Map<String, Resource> existing(Map<String, Resource> all) {
        Map<String, Resource> existing = new LinkedHashMap<>(all);
        existing.values()
                .removeIf(resource -> resource.condition().isPresent()
                        && !resolver.condition(resource.condition().get(), 0));
        return existing;
    }

    /** Returns the DynamoDB tables. */
    public List<TableDefinition> tables() {
        return of("AWS::DynamoDB::Table")
                .map(table -> TableReader.read(table.logicalId(), tableNames.apply(table.logicalId()), section(table)))
                .toList();
    }

    /** Returns the Lambda functions. */
    public List<FunctionDefinition> functions() {
        return of("AWS::Serverless::Function")
                .map(function -> FunctionDefinition.read(function.logicalId(), section(function)))
                .toList();
    }

    /**
     * Returns the REST API.
     *
     * @throws TemplateException when there is none or more than one
     */
    public RestApi restApi() {
        List<Resource> apis = of("AWS::Serverless::Api").toList();
        if (apis.size() != 1) {
            throw new TemplateException("the template has to hold one AWS::Serverless::Api, and holds " + apis.size());
        }
        Map<String, Section> functions = new LinkedHashMap<>();
        of("AWS::Serverless::Function").forEach(function -> functions.put(function.logicalId(), section(function)));
        return new RestApiReader(apis.get(0).logicalId(), section(apis.get(0))).read(functions);
    }

    /**
     * Returns the variables through which functions are told a table's name, and the name each one holds.
     *
     * @return table names by environment variable, over all functions
     */
    public Map<String, String> tableVariables() {
        List<String> names = tables().stream().map(TableDefinition::tableName).toList();
        Map<String, String> variables = new LinkedHashMap<>();
        functions().forEach(function -> variables.putAll(function.environment()));
        variables.values().removeIf(value -> !names.contains(value));
        return variables;
    }

    private Stream<Resource> of(String type) {
        return resources.values().stream().filter(resource -> resource.is(type));
    }

    private Section section(Resource resource) {
        return new Section(resource.properties(), resource.logicalId(), resolver);
    }
}
