package dev.latchkey.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Where a function that starts from a snapshot gets its credentials: an address of this machine, and a token for it, in place of the
 * variables with keys, which would lie in the snapshot.
 *
 * <p>See https://docs.aws.amazon.com/lambda/latest/dg/snapstart-security.html and
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html.
 */
final class ContainerCredentials implements AutoCloseable {
    /** What only these credentials have, and each request that is signed with them shows. */
    static final String SESSION_TOKEN = "of-the-snapshot";

    private static final String AUTHORIZATION = "of-this-instance";

    private final HttpServer server;

    ContainerCredentials() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    /** Returns the variables that a function finds them by. */
    Map<String, String> variables() {
        return Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                AUTHORIZATION);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean authorized =
                    AUTHORIZATION.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] answer = """
                    {"AccessKeyId": "local", "SecretAccessKey": "local", "Token": "%s", "Expiration": "2099-01-01T00:00:00Z"}""".formatted(SESSION_TOKEN).getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(authorized ? 200 : 403, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
