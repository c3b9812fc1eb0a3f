package dev.latchkey.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.latchkey.config.Variables;
import dev.latchkey.pages.AccountPages;
import dev.latchkey.pages.PageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * The account pages beside an API that answers what a test says: answers of the recorded contract that the API has no way to be
 * brought to in a test, such as a link that somebody else has used meanwhile.
 */
final class StandIn implements AutoCloseable {
    private static final String API = "/api/auth/";

    private record Answer(int status, String body) {}

    private final AccountPages pages;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /**
     * Starts one.
     *
     * @param settings what the functions of a stack would be set to
     */
    StandIn(Map<String, String> settings) {
        pages = new AccountPages(new Variables(settings));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    /** Has a call such as {@code POST login} answered from now on. */
    StandIn on(String call, int status, String body) {
        answers.put(call, new Answer(status, body));
        return this;
    }

    /** Forgets what was said and what was called. */
    void forget() {
        answers.clear();
        calls.clear();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns the address by the name that passkeys are made for. */
    URI urlByName() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Returns the address of a screen. */
    URI screen(String fragment) {
        return URI.create(url() + "/account#" + fragment);
    }

    /** Returns the calls of the API so far, such as {@code POST login {"username": …}}, and forgets them. */
    List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith(API)) {
                call(exchange, path.substring(API.length()));
            } else {
                file(exchange, path);
            }
        }
    }

    private void call(HttpExchange exchange, String path) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String call = exchange.getRequestMethod() + " " + path;
        calls.add((call + " " + body).strip());
        Answer answer = answers.getOrDefault(call, new Answer(404, "{\"detail\":\"Not found.\"}"));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Retry-After", "700");
        send(exchange, answer.status(), answer.body());
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        Optional<PageFile> found =
                path.startsWith("/account") ? pages.find(path.replaceFirst("^/account/?", "")) : Optional.empty();
        found.ifPresent(file -> {
            file.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Content-Type", file.contentType());
        });
        send(exchange, found.isPresent() ? 200 : 404, found.map(PageFile::text).orElse(""));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
