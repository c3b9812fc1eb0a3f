package dev.latchkey.security.faults;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and DynamoDB, and does to calls what networks and loaded servers do to them.
 *
 * <p>It speaks HTTP on plain sockets, because a reset, half an answer or none at all is below what an HTTP server offers.
 */
public final class FaultyDynamoDb implements Closeable {
    /** Says what happens to each call. */
    @FunctionalInterface
    public interface Plan {
        /**
         * Returns what happens to a call.
         *
         * @param operation such as GetItem
         * @param number how many calls came before it since the plan was made
         */
        Fault of(String operation, int number);
    }

    private static final long SETTLING_NANOS = 30_000_000_000L;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "faulty");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final URI dynamoDb;
    private final ServerSocket server;
    private volatile Active active = new Active((operation, number) -> Fault.none());

    /** Starts to stand before a DynamoDB. */
    public FaultyDynamoDb(URI dynamoDb) {
        this.dynamoDb = dynamoDb;
        try {
            server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Returns where it listens. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Replaces the plan, and counts calls anew. */
    public void plan(Plan plan) {
        active = new Active(plan);
    }

    /** Returns the operations that were called since the plan was made, the SDK's own retries among them. */
    public List<String> calls() {
        return List.copyOf(active.calls);
    }

    /** Returns how many connections were opened since it began to stand here. */
    public int connections() {
        return connections.get();
    }

    /** Waits until no call is under way: one that its client has given up may still be done. */
    public void settle() throws InterruptedException {
        long deadline = System.nanoTime() + SETTLING_NANOS;
        while (underWay.get() > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("calls are still under way");
            }
            Thread.sleep(1);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        quietly(server);
        open.forEach(FaultyDynamoDb::quietly);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                socket.setTcpNoDelay(true);
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedInputStream input = new BufferedInputStream(socket.getInputStream());
            while (true) {
                Call call = Call.read(input, socket, client, dynamoDb);
                if (call == null) {
                    return;
                }
                Fault fault = active.take(call.operation());
                underWay.incrementAndGet();
                try {
                    (fault.concerns(call.operation()) ? fault : Fault.none()).happenTo(call);
                } finally {
                    underWay.decrementAndGet();
                }
            }
        } catch (IOException e) {
            // The connection is over, by the client's doing or by a fault's.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // It is closed as far as it can be.
        }
    }

    private static final class Active {
        private final Plan plan;
        private final List<String> calls = new CopyOnWriteArrayList<>();

        Active(Plan plan) {
            this.plan = plan;
        }

        synchronized Fault take(String operation) {
            calls.add(operation);
            return plan.of(operation, calls.size() - 1);
        }
    }
}
