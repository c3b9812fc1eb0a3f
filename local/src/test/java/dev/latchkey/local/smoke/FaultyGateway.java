package dev.latchkey.local.smoke;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands in front of a server and does something wrong. */
final class FaultyGateway implements AutoCloseable {
    private static final List<String> ITS_OWN =
            List.of("host", "connection", "content-length", "transfer-encoding", "date");

    static {
        // Otherwise each answer waits for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final URI target;
    private final String stage;
    private final Fault fault;
    private final HttpServer server;

    /** What goes wrong. */
    interface Fault {
        Answer answer(Request request, Upstream upstream) throws IOException, InterruptedException;
    }

    /** The server behind. */
    interface Upstream {
        Answer answer(Request request) throws IOException, InterruptedException;
    }

    record Request(String method, String path, Map<String, String> headers, byte[] body) {
        boolean is(String wantedMethod, String wantedPath) {
            return method.equals(wantedMethod) && path.equals("/api/auth/" + wantedPath);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String authorization() {
            return headers.getOrDefault("authorization", "");
        }
    }

    record Answer(int status, Map<String, String> headers, byte[] body) {
        static Answer json(int status, String body) {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.put("Content-Type", "application/json");
            headers.put("Access-Control-Allow-Origin", "*");
            return new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /**
     * Starts it.
     *
     * @param stage what its paths begin with, such as "/live"
     */
    FaultyGateway(URI target, String stage, Fault fault) throws IOException {
        this.target = target;
        this.stage = stage;
        this.fault = fault;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + stage;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer = path.startsWith(stage)
                    ? fault.answer(
                            new Request(exchange.getRequestMethod(), path.substring(stage.length()), headers, body),
                            this::forward)
                    : Answer.json(403, "{\"message\":\"Forbidden\"}");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer forward(Request request) throws IOException, InterruptedException {
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(target.resolve(request.path()))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, value) -> {
            if (ITS_OWN.stream().noneMatch(name::equalsIgnoreCase)) {
                forwarded.header(name, value);
            }
        });
        HttpResponse<byte[]> response = http.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> {
            if (ITS_OWN.stream().noneMatch(name::equalsIgnoreCase)) {
                headers.put(name, values.get(0));
            }
        });
        return new Answer(response.statusCode(), headers, response.body());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
