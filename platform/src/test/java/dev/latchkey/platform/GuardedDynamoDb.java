package dev.latchkey.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.latchkey.template.TablePermission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * DynamoDB behind one function's permissions: passes a call on where the role in the template allows it, and refuses it as
 * IAM does where not. It also notes which permissions were used.
 */
final class GuardedDynamoDb implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> TRANSACTION_ACTIONS = Map.of(
            "Put", "PutItem", "Update", "UpdateItem", "Delete", "DeleteItem", "ConditionCheck", "ConditionCheckItem");
    private static final Set<String> PASSED_ON = Set.of("authorization", "content-type", "x-amz-date", "x-amz-target");

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private static final Pattern WORD = Pattern.compile("[:#]?[A-Za-z_][A-Za-z0-9_]*+(?!\\s*\\()");
    private static final Set<String> KEYWORDS =
            Set.of("ADD", "AND", "BETWEEN", "DELETE", "IN", "NOT", "OR", "REMOVE", "SET");
    private static final List<String> EXPRESSIONS = List.of(
            "ConditionExpression",
            "FilterExpression",
            "KeyConditionExpression",
            "ProjectionExpression",
            "UpdateExpression");

    private final Set<TablePermission> used = new ConcurrentSkipListSet<>();
    private final Set<String> sessionTokens = new ConcurrentSkipListSet<>();
    private final Map<TablePermission, Set<String>> named = new ConcurrentHashMap<>();
    private final URI dynamoDb;
    private final Set<TablePermission> allowed;
    private final HttpServer server;

    GuardedDynamoDb(URI dynamoDb, Set<TablePermission> allowed) {
        this.dynamoDb = dynamoDb;
        this.allowed = Set.copyOf(allowed);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns the permissions that calls needed so far, refused ones included. */
    Set<TablePermission> used() {
        return Collections.unmodifiableSet(new TreeSet<>(used));
    }

    /** Returns the session tokens of the credentials that calls were signed with; empty text stands for none. */
    Set<String> sessionTokens() {
        return Set.copyOf(sessionTokens);
    }

    /** Returns the attributes that calls have named for each permission which is bound to some. */
    Map<TablePermission, Set<String>> named() {
        return Map.copyOf(named);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String token = exchange.getRequestHeaders().getFirst("X-Amz-Security-Token");
            sessionTokens.add(token == null ? "" : token);
            String operation = target.substring(target.indexOf('.') + 1);
            Set<TablePermission> needed = new TreeSet<>();
            for (Need need : needed(operation, JSON.readTree(body))) {
                needed.add(grant(need));
            }
            used.addAll(needed);
            if (!allowed.containsAll(needed)) {
                refuse(exchange, needed);
                return;
            }
            passOn(exchange, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the narrowest permission that a call can do with, or the one it lacks. */
    private TablePermission grant(Need need) {
        TablePermission granted = allowed.stream()
                .filter(permission -> permission.allows(need.action(), need.table(), need.key(), need.attributes()))
                .max(Comparator.comparing(permission -> permission.prefix().length()))
                .orElse(new TablePermission(need.action(), need.table(), need.key(), need.attributes()));
        if (!granted.attributes().isEmpty()) {
            named.computeIfAbsent(granted, permission -> new ConcurrentSkipListSet<>())
                    .addAll(need.attributes());
        }
        return granted;
    }

    /**
     * What a call does to an item.
     *
     * @param key the item's partition key
     * @param attributes the attributes that the call names, those of the key included
     */
    private record Need(String action, String table, String key, Set<String> attributes) {
        static Need of(String action, JsonNode call) {
            JsonNode item = call.has("Key") ? call.get("Key") : call.path("Item");
            Set<String> attributes = new TreeSet<>();
            item.fieldNames().forEachRemaining(attributes::add);
            EXPRESSIONS.forEach(expression -> attributes.addAll(attributes(call, expression)));
            String key = item.has("pk") ? item.get("pk").get("S").asText() : queried(call);
            return new Need(action, call.get("TableName").asText(), key, attributes);
        }

        private static String queried(JsonNode call) {
            return call.get("ExpressionAttributeValues").get(":pk").get("S").asText();
        }

        private static Set<String> attributes(JsonNode call, String expression) {
            return WORD.matcher(call.path(expression).asText())
                    .results()
                    .map(MatchResult::group)
                    .filter(word -> !word.startsWith(":") && !KEYWORDS.contains(word))
                    .map(word -> word.startsWith("#")
                            ? call.get("ExpressionAttributeNames").get(word).asText()
                            : word)
                    .collect(Collectors.toSet());
        }
    }

    /** Lists the permissions of a call; see "Actions, resources, and condition keys for Amazon DynamoDB". */
    private static List<Need> needed(String operation, JsonNode call) {
        List<Need> needed = new ArrayList<>();
        switch (operation) {
            case "BatchGetItem" -> {
                for (Map.Entry<String, JsonNode> table :
                        call.get("RequestItems").properties()) {
                    for (JsonNode key : table.getValue().get("Keys")) {
                        String partition = key.get("pk").get("S").asText();
                        needed.add(new Need(operation, table.getKey(), partition, Set.of()));
                    }
                }
            }
            case "TransactWriteItems" -> {
                for (JsonNode item : call.get("TransactItems")) {
                    String kind = item.fieldNames().next();
                    needed.add(Need.of(TRANSACTION_ACTIONS.get(kind), item.get(kind)));
                }
            }
            // No condition on keys holds for a scan: it is of a whole table.
            case "Scan" -> needed.add(new Need(operation, call.get("TableName").asText(), "", Set.of()));
            default -> needed.add(Need.of(operation, call));
        }
        return needed;
    }

    private void refuse(HttpExchange exchange, Set<TablePermission> needed) throws IOException {
        Map<String, String> error = new HashMap<>();
        error.put("__type", "com.amazon.coral.service#AccessDeniedException");
        error.put("Message", "The template's role does not allow " + needed);
        byte[] answer = JSON.writeValueAsString(error).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(400, answer.length);
        exchange.getResponseBody().write(answer);
    }

    private void passOn(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(dynamoDb).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, values.get(0));
            }
        });
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        answer.headers()
                .firstValue("x-amz-crc32")
                .ifPresent(crc -> exchange.getResponseHeaders().set("x-amz-crc32", crc));
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }
}
