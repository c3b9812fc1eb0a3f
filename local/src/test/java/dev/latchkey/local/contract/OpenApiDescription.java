package dev.latchkey.local.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * {@code docs/openapi.yaml}, as far as answers are checked against it: whether status, headers and body of an answer are
 * described for its path and method, and whether anything is in it that is not.
 */
final class OpenApiDescription {
    static final OpenApiDescription OURS = read(projectFolder().resolve("docs").resolve("openapi.yaml"));

    private static final String BASE = "https://latchkey.invalid/openapi";
    /** The methods that API Gateway's ANY stands for, and TRACE: others are no routes. */
    private static final Set<String> OF_ANY =
            Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

    private static final String PREFLIGHT = "/components/responses/Preflight";
    private static final String NOT_FOUND = "/components/responses/NotFound";
    private static final String JSON = "application/json";

    /** What HTTP itself and API Gateway put into any answer. */
    private static final Set<String> ALWAYS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        ALWAYS.addAll(List.of(
                "Connection",
                "Content-Length",
                "Content-Type",
                "Date",
                "Transfer-Encoding",
                "X-Amzn-ErrorType",
                "X-Amzn-RequestId",
                "X-Amzn-Trace-Id",
                "X-Amz-Apigw-Id"));
    }

    private final JsonNode root;
    private final JsonSchemaFactory schemas;
    private final SchemaValidatorsConfig config =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private OpenApiDescription(JsonNode root) {
        this.root = root;
        this.schemas = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(BASE, root.toString()))));
    }

    private static OpenApiDescription read(Path file) {
        try {
            String yaml = Files.readString(file, StandardCharsets.UTF_8);
            Object document = new Load(LoadSettings.builder()
                            .setMaxAliasesForCollections(200)
                            .build())
                    .loadFromString(yaml);
            return new OpenApiDescription(new ObjectMapper().valueToTree(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path projectFolder() {
        return TestTables.template().toAbsolutePath().getParent();
    }

    JsonNode root() {
        return root;
    }

    /** Returns what is at a place, which may be a reference to another. */
    JsonNode at(String place) {
        return root.at(JsonPointer.compile(resolve(place)));
    }

    /** Fails with everything in an answer that the description does not have, or has otherwise. */
    void verify(ExactRequest request, Answer answer) {
        List<String> problems = problems(request.method(), request.target(), answer);
        if (!problems.isEmpty()) {
            throw new AssertionError(request.method() + " " + request.target()
                    + ": docs/openapi.yaml does not describe " + answer + "\n" + String.join("\n", problems));
        }
    }

    List<String> problems(String method, String target, Answer answer) {
        List<String> problems = new ArrayList<>();
        String place = response(method, path(target), answer.status());
        if (place.isEmpty()) {
            problems.add("there is no status " + answer.status());
        } else {
            compareHeaders(place, answer, problems);
            compareBody(place, method, answer, problems);
        }
        return problems;
    }

    /** Returns how a value does not fit the schema at a place. */
    List<String> violations(String place, JsonNode value) {
        JsonSchema schema = schemas.getSchema(SchemaLocation.of(BASE + "#" + place), config);
        return schema.validate(value).stream()
                .map(message -> place + ": " + message.getMessage())
                .toList();
    }

    /** Returns where the answer to a request is described, or the empty text. */
    String response(String method, String path, int status) {
        if (path.isEmpty() || !OF_ANY.contains(method)) {
            return status == 404 ? NOT_FOUND : "";
        }
        JsonNode methods = root.path("paths").path(path);
        if (method.equals("OPTIONS")) {
            // Browsers ask this by themselves: it is no operation of a client, and described once for all paths.
            return status == 200 && !methods.isMissingNode() ? PREFLIGHT : "";
        }
        // HEAD is as GET, without the body.
        String operation = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        if (methods.has(operation)) {
            return described(path, operation, status);
        }
        // A method that the path does not take: the others say what comes of it.
        for (String other : List.of("post", "get", "delete")) {
            if (methods.has(other) && (status == 405 || status == 401)) {
                return described(path, other, status);
            }
        }
        return "";
    }

    private String described(String path, String operation, int status) {
        String responses = "/paths/" + escape(path) + "/" + operation + "/responses/";
        for (String name : List.of(Integer.toString(status), status / 100 + "XX")) {
            if (!root.at(JsonPointer.compile(responses + name)).isMissingNode()) {
                return resolve(responses + name);
            }
        }
        return "";
    }

    private void compareHeaders(String place, Answer answer, List<String> problems) {
        JsonNode described = at(place).path("headers");
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(ALWAYS);
        described.fieldNames().forEachRemaining(name -> {
            known.add(name);
            String header = resolve(place + "/headers/" + name);
            List<String> values = answer.headers(name);
            if (values.isEmpty() && at(header).path("required").asBoolean()) {
                problems.add("the header " + name + " is missing");
            }
            if (values.size() > 1) {
                problems.add("the header " + name + " is there more than once");
            }
            values.forEach(value -> problems.addAll(violations(header + "/schema", TextNode.valueOf(value))));
        });
        answer.headerNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> problems.add("the header " + name + " is not described"));
    }

    private void compareBody(String place, String method, Answer answer, List<String> problems) {
        boolean described = at(place).has("content");
        if (answer.body().length == 0) {
            if (described && !method.equals("HEAD")) {
                problems.add("there should be a body");
            }
        } else if (!described) {
            problems.add("there should be no body");
        } else {
            if (!answer.headers("Content-Type").equals(List.of(JSON))) {
                problems.add("Content-Type should be " + JSON);
            }
            problems.addAll(violations(place + "/content/" + escape(JSON) + "/schema", Expectation.json(answer)));
        }
    }

    /** Returns the path as it is described, or the empty text: a final slash does not count. */
    String path(String target) {
        String path = target.split("\\?", 2)[0];
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (root.path("paths").has(plain)) {
            return plain;
        }
        return root.path("paths")
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(described -> plain.matches(described.replaceAll("\\{[^}]*}", "[^/]+")))
                .max(Comparator.comparing(described -> described.indexOf('{')))
                .orElse("");
    }

    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private String resolve(String place) {
        JsonNode found = root.at(JsonPointer.compile(place));
        return found.has("$ref") ? resolve(found.get("$ref").textValue().substring(1)) : place;
    }
}
