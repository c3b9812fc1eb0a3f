package dev.latchkey.httpclient;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A server that notes what arrives and answers as a test says, byte for byte. */
final class TestServer implements Closeable {
    static final Script OK = exchange -> exchange.send(text(200, "OK", "{}"));

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final Semaphore over = new Semaphore(0);
    private final ServerSocket server;
    private final String scheme;
    private volatile Script script = OK;

    /** Answers one request; what it throws ends the connection. */
    @FunctionalInterface
    interface Script {
        void answer(Arrived arrived) throws IOException, InterruptedException;
    }

    /** A request as it came, and on which of the server's connections, counted from 1. */
    record Request(String line, Map<String, String> headers, String head, byte[] body, int connection) {}

    /** A request, and what can be done about it. */
    record Arrived(Request request, Socket socket) {
        void send(String answer) throws IOException {
            send(answer.getBytes(ISO_8859_1));
        }

        void send(byte[] answer) throws IOException {
            OutputStream output = socket.getOutputStream();
            output.write(answer);
            output.flush();
        }
    }

    private TestServer(ServerSocket server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        start("accept", this::accept);
    }

    static TestServer plain() {
        try {
            return new TestServer(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()), "http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestServer secure(Certificates certificates) {
        return of(certificates.serverSocket(), "https");
    }

    static TestServer of(ServerSocket listening, String scheme) {
        return new TestServer(listening, scheme);
    }

    /** An answer with its length. */
    static String text(int status, String reason, String body) {
        return "HTTP/1.1 " + status + " " + reason + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    TestServer answering(Script next) {
        script = next;
        return this;
    }

    URI url() {
        return URI.create(scheme + "://127.0.0.1:" + port());
    }

    int port() {
        return server.getLocalPort();
    }

    /** Returns what arrived so far. */
    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Returns how many connections were opened so far. */
    int connections() {
        return connections.size();
    }

    /** Waits until so many connections have ended, by the client's doing or by its own; tells whether they have. */
    boolean haveEnded(int number) throws InterruptedException {
        return over.tryAcquire(number, 10, TimeUnit.SECONDS);
    }

    /** Closes the connections, and goes on listening. */
    void hangUp() throws IOException {
        closeConnections();
        settle();
    }

    private void closeConnections() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
    }

    /** What was sent before a round trip over the same interface has arrived after it. */
    private static void settle() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket one = new Socket(Proxy.NO_PROXY)) {
            one.connect(listening.getLocalSocketAddress());
            Socket other = listening.accept();
            other.getOutputStream().write(1);
            if (one.getInputStream().read() != 1) {
                throw new EOFException();
            }
            other.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeConnections();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.add(socket);
                int number = connections.size();
                start("serve", () -> serve(socket, number));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            InputStream input = new BufferedInputStream(socket.getInputStream());
            while (true) {
                Request request = read(input, number);
                requests.add(request);
                script.answer(new Arrived(request, socket));
            }
        } catch (IOException e) {
            // The connection is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.release();
        }
    }

    static Request read(InputStream input, int connection) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int c = input.read();
            if (c < 0) {
                throw new EOFException();
            }
            head.write(c);
        }
        List<String> lines = head.toString(ISO_8859_1).lines().toList();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        lines.stream().skip(1).filter(line -> !line.isEmpty()).forEach(line -> {
            String[] parts = line.split(": ", 2);
            headers.merge(parts[0].toLowerCase(Locale.ROOT), parts[1], (one, other) -> one + " AND " + other);
        });
        byte[] body = input.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
        return new Request(lines.get(0), headers, head.toString(ISO_8859_1), body, connection);
    }

    static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
