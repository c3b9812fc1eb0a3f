package dev.latchkey.template;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What Ref and GetAtt give in a stack that runs on one machine. */
final class StackReferences implements Resolver.References {
    private static final String REGION = "us-east-1";
    private static final String ACCOUNT = "000000000000";
    private static final String STACK = "latchkey";

    /** What comes before a role's logical id in the ARN that it is given here. */
    static final String ROLE_ARN = "arn:aws:iam::" + ACCOUNT + ":role/";

    private static final Map<String, Object> PSEUDO_PARAMETERS = Map.of(
            "AWS::AccountId",
            ACCOUNT,
            "AWS::NoValue",
            Resolver.NO_VALUE,
            "AWS::Partition",
            "aws",
            "AWS::Region",
            REGION,
            "AWS::StackId",
            "arn:aws:cloudformation:" + REGION + ":" + ACCOUNT + ":stack/" + STACK + "/local",
            "AWS::StackName",
            STACK,
            "AWS::URLSuffix",
            "amazonaws.com");

    private final Map<String, Resource> resources;
    private final Map<String, Object> parameters;
    private final UnaryOperator<String> tableNames;

    StackReferences(Map<String, Resource> resources, Map<String, Object> parameters, UnaryOperator<String> tableNames) {
        this.resources = resources;
        this.parameters = parameters;
        this.tableNames = tableNames;
    }

    @Override
    public Object ref(String name, int line) {
        Object value = PSEUDO_PARAMETERS.getOrDefault(name, parameters.get(name));
        if (value != null) {
            return value;
        }
        Resource resource = resources.get(name);
        if (resource != null) {
            return resource.is("AWS::DynamoDB::Table") ? tableNames.apply(name) : name;
        }
        return aliasedFunction(name)
                .map(function -> aliasArn(function, name))
                .orElseThrow(() ->
                        new TemplateException("line " + line + ": there is no parameter and no resource " + name));
    }

    @Override
    public Object attribute(String resource, String attribute, int line) {
        Resource found = resources.get(resource);
        if (found == null) {
            throw new TemplateException("line " + line + ": there is no resource " + resource);
        }
        if (attribute.equals("Arn") && found.is("AWS::DynamoDB::Table")) {
            return "arn:aws:dynamodb:" + REGION + ":" + ACCOUNT + ":table/" + tableNames.apply(resource);
        }
        if (attribute.equals("Arn") && found.is("AWS::Serverless::Function")) {
            return functionArn(resource);
        }
        if (attribute.equals("Arn") && found.is("AWS::KMS::Key")) {
            return "arn:aws:kms:" + REGION + ":" + ACCOUNT + ":key/" + resource;
        }
        if (attribute.equals("Arn") && found.is("AWS::IAM::Role")) {
            return ROLE_ARN + resource;
        }
        throw new TemplateException("line " + line + ": the attribute " + attribute + " of " + resource
                + " is not known to the local server");
    }

    /** SAM makes a resource for a function's alias: its name is the function's, "Alias" and the alias's name. */
    private Optional<String> aliasedFunction(String name) {
        return resources.values().stream()
                .filter(resource -> resource.is("AWS::Serverless::Function"))
                .filter(function -> function.properties().get("AutoPublishAlias") instanceof String alias
                        && name.equals(function.logicalId() + "Alias" + alias))
                .map(Resource::logicalId)
                .findFirst();
    }

    private static String aliasArn(String function, String name) {
        return functionArn(function) + ":" + name.substring((function + "Alias").length());
    }

    private static String functionArn(String function) {
        return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + function;
    }
}
