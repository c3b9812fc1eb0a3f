package dev.latchkey.local.gateway;

import dev.latchkey.emulator.LoopbackNames;
import dev.latchkey.local.function.LocalFunction;
import dev.latchkey.local.pages.Pages;
import dev.latchkey.template.RestApi;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A REST API listening on a port of this machine. */
public final class GatewayServer implements AutoCloseable {
    /** Requests wait for one another in functions; the ones that wait must not keep others from being looked at. */
    private static final int MAX_THREADS = 1_024;

    /** A little over the 10,240 bytes of header fields that API Gateway takes. */
    private static final int MAX_HEADER_BYTES = 16 * 1024;

    private static final int QUEUED_CONNECTIONS = 1024;
    private static final long STOP_MILLIS = 10_000;

    private final String host;
    private final Server server;
    private final ServerConnector connector;

    private GatewayServer(String host, int port, RestGateway gateway, Optional<Pages> pages, RequestLog requestLog) {
        this.host = host;
        this.server = new Server(threads());
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(QUEUED_CONNECTIONS);
        server.addConnector(connector);
        Handler api = new GatewayHandler(gateway, requestLog);
        Handler all = pages.<Handler>map(shown -> new Handler.Sequence(new PagesHandler(shown), api))
                .orElse(api);
        server.setHandler(new GracefulHandler(LoopbackNames.isThisMachine(host) ? new LoopbackNames(all) : all));
        server.setErrorHandler(new UnreadableRequestHandler(gateway, requestLog));
        server.setStopTimeout(STOP_MILLIS);
    }

    private static QueuedThreadPool threads() {
        var threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("gateway");
        return threads;
    }

    /** The request goes to the function as it came: no tidying of paths, no correcting of header names. */
    private static HttpConfiguration configuration() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setHttpCompliance(
                HttpCompliance.RFC7230.with("as-sent", HttpCompliance.Violation.CASE_SENSITIVE_FIELD_NAME));
        configuration.setHeaderCacheCaseSensitive(true);
        return configuration;
    }

    /**
     * Starts to listen.
     *
     * @param host the address to listen on
     * @param port the port, or 0 for any free one
     * @param api what the template says of the API
     * @param functions the functions of the template, by logical id
     * @param pages what is shown beside the API, or nothing
     * @param requestLog takes each request that was answered
     * @param log takes a line when a function fails
     * @throws IOException when the port is taken or the address is not this machine's
     */
    public static GatewayServer start(
            String host,
            int port,
            RestApi api,
            Map<String, LocalFunction> functions,
            Optional<Pages> pages,
            RequestLog requestLog,
            Consumer<String> log)
            throws IOException {
        var gateway = new RestGateway(api, functions, Clock.systemUTC(), log);
        var server = new GatewayServer(host, port, gateway, pages, requestLog);
        try {
            server.server.start();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        } catch (Exception e) { // Jetty declares no more than this.
            server.close();
            throw new IOException(e);
        }
    }

    /** Returns where it listens. */
    public URI url() {
        String literal = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return URI.create("http://" + literal + ":" + connector.getLocalPort());
    }

    /** Stops to listen, and returns once the requests under way have been answered, or after ten seconds. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) { // Jetty declares no more than this.
            throw new IllegalStateException("the server does not stop", e);
        }
    }
}
