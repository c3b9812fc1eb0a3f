package dev.latchkey.image;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for Lambda's Runtime API on loopback: hands each event out once and collects what the function answers.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda Runtime API</a>
 */
public final class RuntimeApi implements AutoCloseable {
    private static final String ROOT = "/2018-06-01/runtime/";

    /**
     * What the function sent back.
     *
     * @param nanoTime when the last byte of it had arrived, by {@link System#nanoTime()}
     * @param error whether it was reported as an error
     * @param body the bytes
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Answer(long nanoTime, boolean error, byte[] body) {}

    private final BlockingQueue<byte[]> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** Listens on a free port, with TCP_NODELAY set on its connections. */
    public RuntimeApi() throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(ROOT, this::serve);
        server.start();
    }

    /** Returns host and port, as Lambda puts them into {@code AWS_LAMBDA_RUNTIME_API}. */
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Hands the event to the next function that asks for one. */
    public void send(byte[] event) {
        events.add(event);
    }

    /**
     * Waits for an answer.
     *
     * @throws IOException if there is none within the time
     */
    public Answer await(long seconds) throws IOException, InterruptedException {
        Answer answer = answers.poll(seconds, TimeUnit.SECONDS);
        if (answer == null) {
            throw new IOException("the function gave no answer within " + seconds + " s");
        }
        return answer;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(ROOT.length());
        if (path.equals("invocation/next")) {
            next(exchange);
        } else {
            take(exchange, path.endsWith("/error"));
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] event = events.take();
            exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd");
            exchange.getResponseHeaders()
                    .set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 30_000));
            exchange.getResponseHeaders()
                    .set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:123456789012:function:bench");
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, event.length);
            exchange.getResponseBody().write(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(HttpExchange exchange, boolean error) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            answers.add(new Answer(System.nanoTime(), error, body));
            exchange.sendResponseHeaders(202, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
