package dev.latchkey.local.pages;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.template.RestApi;
import dev.latchkey.template.Route;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The facts about the server that the start page shows, as JSON. */
public final class Overview {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCOUNT = "/account";
    private static final List<String> METHODS = List.of("get", "post", "patch", "put", "delete");

    private final ObjectNode fixed = JSON.createObjectNode();
    private final Traffic traffic;
    private final Supplier<List<Table>> tables;

    /**
     * A table as it is now.
     *
     * @param name what it holds, such as {@code users}
     * @param items how many items it has
     * @param bytes how large they are together
     */
    public record Table(String name, long items, long bytes) {}

    /**
     * Where the server is.
     *
     * @param dynamoDb DynamoDB's address
     * @param dataFolder where data is kept, or nothing
     */
    public record Place(String dynamoDb, Optional<String> dataFolder) {}

    /**
     * Prepares it.
     *
     * @param place where the server is
     * @param scheme the scheme of the Authorization header
     * @param api what the template says of the API
     * @param openApi its description, {@code openapi.yaml}
     * @param traffic what was asked so far
     * @param tables tells of the tables, asked each time
     */
    public Overview(
            Place place, String scheme, RestApi api, String openApi, Traffic traffic, Supplier<List<Table>> tables) {
        this.traffic = traffic;
        this.tables = tables;
        fixed.put(
                "version",
                Optional.ofNullable(Overview.class.getPackage().getImplementationVersion())
                        .orElse("from the sources"));
        fixed.put("dynamodb", place.dynamoDb());
        fixed.put("data", place.dataFolder().orElse(null));
        fixed.put("scheme", scheme);
        Set<String> paths = api.routes().stream().map(Route::path).collect(Collectors.toSet());
        fixed.put("account", paths.contains(ACCOUNT));
        fixed.set("routes", routes(paths, openApi));
    }

    /** The description names methods and says what they do; what the stack does not have is left out. */
    private static ArrayNode routes(Set<String> paths, String openApi) {
        ArrayNode routes = JSON.createArrayNode();
        Map<?, ?> document = map(new Load(LoadSettings.builder()
                        .setMaxAliasesForCollections(Integer.MAX_VALUE)
                        .build())
                .loadFromString(openApi));
        map(document.get("paths")).forEach((path, operations) -> {
            if (paths.contains(path)) {
                METHODS.forEach(method ->
                        add(routes, path.toString(), method, map(map(operations).get(method))));
            }
        });
        return routes;
    }

    private static void add(ArrayNode routes, String path, String method, Map<?, ?> operation) {
        if (!operation.isEmpty()) {
            routes.addObject()
                    .put("method", method.toUpperCase(Locale.ROOT))
                    .put("path", path)
                    .put("summary", String.valueOf(operation.get("summary")))
                    .put("open", operation.get("security") instanceof List<?> needed && needed.isEmpty());
        }
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    /** Returns how it is now. */
    public String json() {
        ObjectNode now = fixed.deepCopy();
        ArrayNode minutes = now.putArray("minutes");
        traffic.minutes()
                .forEach(minute -> minutes.addObject()
                        .put("answered", minute.answered())
                        .put("refused", minute.refused())
                        .put("p50", minute.p50())
                        .put("p95", minute.p95()));
        now.put("p50", traffic.all().p50());
        now.put("p95", traffic.all().p95());
        ArrayNode list = now.putArray("tables");
        tables.get()
                .forEach(table -> list.addObject()
                        .put("name", table.name())
                        .put("items", table.items())
                        .put("bytes", table.bytes()));
        return now.toString();
    }
}
