package dev.latchkey.emulator;

import dev.latchkey.emulator.EmulatorException.Reason;
import dev.latchkey.httpclient.SocketHttpClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.dynamodb.services.exceptions.DynamoDBLocalServiceException;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local in this process, reachable over HTTP from this machine only.
 *
 * <p>Its own server listens on every network interface and reports usage to AWS; here its request handler stands in a server of ours that
 * listens on 127.0.0.1 and reports nothing. One data folder serves one process at a time.
 */
public final class DynamoDbEmulator implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int MAX_THREADS = 64;

    /** Longer than any client keeps a connection, so that none finds one closed. */
    private static final long IDLE_MILLIS = Duration.ofMinutes(10).toMillis();

    private final Engine engine;
    private final Optional<FolderLock> lock;
    private final Server server;
    private final ServerConnector connector;

    private DynamoDbEmulator(Engine engine, Optional<FolderLock> lock, int port) {
        this.engine = engine;
        this.lock = lock;
        this.server = new Server(threads());
        this.connector = new ServerConnector(server, 1, 1);
        connector.setHost(HOST);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setHandler(new LoopbackNames(new LocalDynamoDBServerHandler(engine, null)));
    }

    /**
     * Starts an emulator that forgets everything when it is closed.
     *
     * @param port the port to listen on, or 0 for any free one
     * @throws EmulatorException when the port is taken
     */
    public static DynamoDbEmulator inMemory(int port) {
        Quiet.logging();
        return start(engine(null), Optional.empty(), port);
    }

    /**
     * Starts an emulator that keeps its data in a folder.
     *
     * @param folder where to keep the data; made when it is not there
     * @param port the port to listen on, or 0 for any free one
     * @throws EmulatorException when the port is taken, or the folder cannot be written, is used by another
     *     process, or holds what is not DynamoDB Local's
     */
    public static DynamoDbEmulator inFolder(Path folder, int port) {
        Quiet.logging();
        FolderLock lock = FolderLock.take(folder);
        try {
            Engine engine = engine(folder.toString());
            if (!engine.canRead()) {
                engine.shutdown();
                throw new EmulatorException(
                        "the data in " + folder + " is damaged: move the folder away to begin anew");
            }
            return start(engine, Optional.of(lock), port);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Engine engine(@Nullable String folder) {
        try {
            return new Engine(folder);
        } catch (DynamoDBLocalServiceException e) {
            throw new EmulatorException("DynamoDB Local does not start: " + e.getMessage(), e);
        }
    }

    private static QueuedThreadPool threads() {
        var threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("dynamodb");
        threads.setDaemon(true);
        return threads;
    }

    private static DynamoDbEmulator start(Engine engine, Optional<FolderLock> lock, int port) {
        var emulator = new DynamoDbEmulator(engine, lock, port);
        try {
            emulator.server.start();
            return emulator;
        } catch (Exception e) { // Jetty declares no more than this.
            emulator.close();
            throw new EmulatorException(
                    Reason.PORT_TAKEN, "cannot listen on " + HOST + ":" + port + " for DynamoDB: " + reason(e), e);
        }
    }

    private static String reason(Throwable failure) {
        return failure.getCause() == null ? String.valueOf(failure.getMessage()) : reason(failure.getCause());
    }

    /** Returns the port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Returns where it listens, as an SDK's endpoint override. */
    public URI endpoint() {
        return URI.create("http://" + HOST + ":" + port());
    }

    /** Returns a new client for it, which the caller closes. */
    public DynamoDbClient client() {
        return client(ClientOverrideConfiguration.builder().build());
    }

    /**
     * Returns a new client for it, which the caller closes.
     *
     * @param configuration time-outs, retries and interceptors
     */
    public DynamoDbClient client(ClientOverrideConfiguration configuration) {
        return client(endpoint(), configuration);
    }

    /** Returns a new client for its streams, which the caller closes. */
    public DynamoDbStreamsClient streams() {
        return streams(endpoint());
    }

    /** Returns a new client for the streams of any server that takes every signature, which the caller closes. */
    public static DynamoDbStreamsClient streams(URI endpoint) {
        return DynamoDbStreamsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(SocketHttpClient.builder())
                .build();
    }

    /** Returns a new client for any server that takes every signature, which the caller closes. */
    public static DynamoDbClient client(URI endpoint) {
        return client(endpoint, ClientOverrideConfiguration.builder().build());
    }

    private static DynamoDbClient client(URI endpoint, ClientOverrideConfiguration configuration) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(SocketHttpClient.builder().maxIdle(MAX_THREADS))
                .overrideConfiguration(configuration)
                .build();
    }

    /** Stops it, after the requests under way have been answered. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) { // Jetty declares no more than this.
            throw new EmulatorException("DynamoDB Local does not stop: " + reason(e), e);
        } finally {
            engine.shutdown();
            lock.ifPresent(FolderLock::close);
        }
    }
}
