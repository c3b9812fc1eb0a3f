package dev.latchkey.local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Hands requests from the HTTP server to the gateway and its answers back. */
final class GatewayHandler extends Handler.Abstract {
    /** What API Gateway takes at most, in bytes. */
    private static final int MAX_BODY = 10 * 1024 * 1024;

    /** How much of a body over the limit is read, so that the client gets to see the answer. */
    private static final int MAX_DISCARDED = 64 * 1024 * 1024;

    private static final byte[] NO_BODY = new byte[0];

    private final RestGateway gateway;
    private final RequestLog log;

    GatewayHandler(RestGateway gateway, RequestLog log) {
        this.gateway = gateway;
        this.log = log;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        long start = System.nanoTime();
        Optional<byte[]> body = body(request);
        Exchange exchange = gateway.open(incoming(request, body.orElse(NO_BODY)));
        Answer answer = body.isPresent() ? gateway.answer(exchange) : gateway.tooLarge(exchange);
        Answers.send(answer, exchange, response, callback);
        long millis = (System.nanoTime() - start) / 1_000_000;
        IncomingRequest incoming = exchange.request();
        log.answered(incoming.method(), incoming.path(), answer.status(), millis, exchange.requestId());
        return true;
    }

    /** Returns the body, or nothing when it is over the limit. */
    private static Optional<byte[]> body(Request request) throws IOException {
        if (request.getLength() == 0) {
            return Optional.of(NO_BODY);
        }
        try (InputStream input = Content.Source.asInputStream(request)) {
            byte[] body = input.readNBytes(MAX_BODY + 1);
            if (body.length <= MAX_BODY) {
                return Optional.of(body);
            }
            discard(input);
            return Optional.empty();
        }
    }

    private static void discard(InputStream input) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int left = MAX_DISCARDED;
        int read = 0;
        while (left > 0 && read >= 0) {
            read = input.read(buffer);
            left -= read;
        }
    }

    private static IncomingRequest incoming(Request request, byte[] body) {
        Headers headers = new Headers();
        for (HttpField field : request.getHeaders()) {
            headers.add(field.getName(), field.getValue() == null ? "" : field.getValue());
        }
        String sourceIp = Request.getRemoteAddr(request);
        addForwarding(headers, sourceIp);
        String path = request.getHttpURI().getPath();
        return new IncomingRequest(
                request.getMethod(),
                path == null ? "/" : path,
                request.getHttpURI().getQuery(),
                headers,
                body,
                sourceIp,
                request.getConnectionMetaData().getProtocol());
    }

    /**
     * Adds and removes the headers that API Gateway adds and removes. The client's address goes behind the addresses that the client
     * claims. The protocol is always https, because API Gateway speaks nothing else.
     */
    private static void addForwarding(Headers headers, String sourceIp) {
        String claimed =
                headers.last("X-Forwarded-For").map(value -> value + ", ").orElse("");
        headers.set("X-Forwarded-For", claimed + sourceIp);
        headers.set("X-Forwarded-Port", "443");
        headers.set("X-Forwarded-Proto", "https");
        headers.set("X-Amzn-Trace-Id", traceId());
        headers.remove("Content-Length").remove("Connection");
    }

    /** Returns an id of the form that X-Ray has: a version, the time in seconds, and 96 random bits. */
    private static String traceId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(
                Locale.ROOT,
                "Root=1-%08x-%08x%016x",
                System.currentTimeMillis() / 1_000,
                random.nextInt(),
                random.nextLong());
    }
}
