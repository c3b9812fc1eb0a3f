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
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
    private final Set<TablePermission> used = new ConcurrentSkipListSet<>();
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

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
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
        return allowed.stream()
                .filter(permission -> permission.allows(need.action(), need.table(), need.key()))
                .max(Comparator.comparing(permission -> permission.prefix().length()))
                .orElse(new TablePermission(need.action(), need.table(), ""));
    }

    /**
     * What a call does to a table.
     *
     * @param key the partition key of the one item it is about, or empty
     */
    private record Need(String action, String table, String key) {
        static Need of(String action, JsonNode call) {
            JsonNode key = call.has("Key") ? call.get("Key") : call.get("Item");
            String partition = key == null ? "" : key.get("pk").get("S").asText();
            return new Need(action, call.get("TableName").asText(), partition);
        }
    }

    /** Lists the permissions of a call; see "Actions, resources, and condition keys for Amazon DynamoDB". */
    private static List<Need> needed(String operation, JsonNode call) {
        List<Need> needed = new ArrayList<>();
        switch (operation) {
            case "BatchGetItem", "BatchWriteItem" ->
                call.get("RequestItems")
                        .fieldNames()
                        .forEachRemaining(table -> needed.add(new Need(operation, table, "")));
            case "TransactWriteItems" -> {
                for (JsonNode item : call.get("TransactItems")) {
                    String kind = item.fieldNames().next();
                    needed.add(Need.of(TRANSACTION_ACTIONS.get(kind), item.get(kind)));
                }
            }
            case "TransactGetItems" -> {
                for (JsonNode item : call.get("TransactItems")) {
                    needed.add(Need.of("GetItem", item.get("Get")));
                }
            }
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
