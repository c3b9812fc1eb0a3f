package dev.latchkey.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
     * Returns the functions that have an event source of a type.
     *
     * @param type such as {@code DynamoDB} or {@code Schedule}
     * @return their logical ids
     */
    public List<String> functionsWith(String type) {
        return of("AWS::Serverless::Function")
                .filter(function -> section(function).optionalSection("Events").stream()
                        .anyMatch(events -> events.keys().stream()
                                .anyMatch(name ->
                                        events.section(name).text("Type").equals(type))))
                .map(Resource::logicalId)
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

    /**
     * Returns what a function's role allows it to do with the tables.
     *
     * @param functionId the function's key among the template's resources
     * @throws TemplateException when it is not there, or its role is not one of the template's
     */
    public Set<TablePermission> tablePermissions(String functionId) {
        Resource function = resource(functionId, "AWS::Serverless::Function");
        String role = section(function).text("Role");
        if (!role.startsWith(StackReferences.ROLE_ARN)) {
            throw new TemplateException(functionId + ": Role has to be a role of the template");
        }
        return RoleReader.tablePermissions(
                section(resource(role.substring(StackReferences.ROLE_ARN.length()), "AWS::IAM::Role")));
    }

    private Resource resource(String id, String type) {
        return of(type).filter(resource -> resource.logicalId().equals(id))
                .findFirst()
                .orElseThrow(() -> new TemplateException("there is no " + type + " " + id));
    }

    private Stream<Resource> of(String type) {
        return resources.values().stream().filter(resource -> resource.is(type));
    }

    private Section section(Resource resource) {
        return new Section(resource.properties(), resource.logicalId(), resolver);
    }
}
