package dev.latchkey.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an AWS::Serverless::Api and the events of functions that belong to it. */
final class RestApiReader {
    private static final Pattern FUNCTION_ARN = Pattern.compile("arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:]+)(:.*)?");
    private static final int DEFAULT_CACHE_SECONDS = 300;

    private final String logicalId;
    private final Section properties;
    private final Optional<Section> auth;

    RestApiReader(String logicalId, Section properties) {
        this.logicalId = logicalId;
        this.properties = properties;
        this.auth = properties.optionalSection("Auth");
    }

    /**
     * Reads the API.
     *
     * @param functions the properties of the stack's functions, by logical id
     */
    RestApi read(Map<String, Section> functions) {
        refuseOpenApi();
        List<Route> routes = new ArrayList<>();
        functions.forEach((id, function) -> routes.addAll(routes(id, function)));
        return new RestApi(
                logicalId,
                properties.text("StageName"),
                properties.optionalSection("Variables").map(Section::textMap).orElse(Map.of()),
                properties.texts("BinaryMediaTypes").stream()
                        .map(type -> type.replace("~1", "/"))
                        .toList(),
                cors(),
                authorizers(),
                gatewayResponses(),
                List.copyOf(routes));
    }

    private void refuseOpenApi() {
        for (String key : List.of("DefinitionBody", "DefinitionUri")) {
            if (properties.value(key).isPresent()) {
                throw properties.error(
                        key + " is not known to the local server, which reads routes from functions' events");
            }
        }
    }

    private List<Route> routes(String functionId, Section function) {
        List<Route> routes = new ArrayList<>();
        function.optionalSection("Events").ifPresent(events -> {
            for (String name : events.keys()) {
                Section event = events.section(name);
                if (event.text("Type").equals("Api")) {
                    Section details = event.section("Properties");
                    if (details.text("RestApiId").equals(logicalId)) {
                        routes.add(route(functionId, details));
                    }
                }
            }
        });
        return routes;
    }

    private Route route(String functionId, Section event) {
        String method = event.text("Method").toUpperCase(Locale.ROOT);
        Optional<String> own = event.optionalSection("Auth").flatMap(section -> section.optionalText("Authorizer"));
        Optional<String> authorizer = own.or(() -> auth.flatMap(section -> section.optionalText("DefaultAuthorizer")))
                .filter(name -> !name.equals("NONE"));
        authorizer.ifPresent(name -> checkAuthorizer(name, event));
        return new Route(event.text("Path"), method.equals("*") ? "ANY" : method, functionId, authorizer);
    }

    private void checkAuthorizer(String name, Section event) {
        boolean known = auth.flatMap(section -> section.optionalSection("Authorizers"))
                .filter(section -> section.keys().contains(name))
                .isPresent();
        if (!known) {
            throw event.error("there is no authorizer " + name);
        }
    }

    private Map<String, AuthorizerDefinition> authorizers() {
        Map<String, AuthorizerDefinition> authorizers = new LinkedHashMap<>();
        auth.flatMap(section -> section.optionalSection("Authorizers")).ifPresent(section -> {
            for (String name : section.keys()) {
                authorizers.put(name, authorizer(name, section.section(name)));
            }
        });
        return authorizers;
    }

    private static AuthorizerDefinition authorizer(String name, Section section) {
        boolean isToken =
                !section.optionalText("FunctionPayloadType").orElse("TOKEN").equals("REQUEST");
        Optional<Section> identity = section.optionalSection("Identity");
        return new AuthorizerDefinition(
                name,
                functionId(section),
                isToken,
                isToken ? List.of(tokenHeader(identity)) : texts(identity, "Headers"),
                texts(identity, "QueryStrings"),
                identity.flatMap(some -> some.optionalText("ValidationExpression")),
                identity.map(some -> some.number("ReauthorizeEvery", DEFAULT_CACHE_SECONDS))
                        .orElse(DEFAULT_CACHE_SECONDS));
    }

    private static String tokenHeader(Optional<Section> identity) {
        return identity.flatMap(some -> some.optionalText("Header")).orElse("Authorization");
    }

    private static List<String> texts(Optional<Section> section, String key) {
        return section.map(some -> some.texts(key)).orElse(List.of());
    }

    private static String functionId(Section section) {
        String arn = section.text("FunctionArn");
        Matcher matcher = FUNCTION_ARN.matcher(arn);
        if (!matcher.matches()) {
            throw section.error("FunctionArn is not the ARN of a function: " + arn);
        }
        return matcher.group(1);
    }

    private Optional<Cors> cors() {
        boolean isAuthorized = auth.map(section -> section.flag("AddDefaultAuthorizerToCorsPreflight", true))
                .orElse(false);
        Optional<Object> value = properties.value("Cors");
        if (value.isPresent() && value.get() instanceof String origin) {
            return Optional.of(new Cors(
                    unquote(origin), Optional.empty(), Optional.empty(), Optional.empty(), false, isAuthorized));
        }
        return properties.optionalSection("Cors").map(section -> cors(section, isAuthorized));
    }

    private static Cors cors(Section section, boolean isAuthorized) {
        return new Cors(
                unquote(section.text("AllowOrigin")),
                section.optionalText("AllowMethods").map(RestApiReader::unquote),
                section.optionalText("AllowHeaders").map(RestApiReader::unquote),
                section.optionalText("MaxAge").map(RestApiReader::unquote),
                section.flag("AllowCredentials", false),
                isAuthorized);
    }

    private static String unquote(String text) {
        boolean isQuoted = text.length() > 1 && text.startsWith("'") && text.endsWith("'");
        return isQuoted ? text.substring(1, text.length() - 1) : text;
    }

    private Map<String, GatewayResponse> gatewayResponses() {
        Map<String, GatewayResponse> responses = new LinkedHashMap<>();
        properties.optionalSection("GatewayResponses").ifPresent(section -> {
            for (String type : section.keys()) {
                responses.put(type, GatewayResponse.read(section.section(type)));
            }
        });
        return responses;
    }
}
