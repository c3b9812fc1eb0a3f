package dev.latchkey.httpclient;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * The AWS SDK's HTTP client: HTTP/1.1 over sockets of its own.
 *
 * <p>It replaces the SDK's url-connection client, whose every call waits for a millisecond (docs/decisions.md says where). What it
 * holds to:
 *
 * <ul>
 *   <li>A connection is kept for {@link Builder#keepIdle}, and is looked at before it is used again, without waiting: one that the
 *       server has closed costs a new connection and no error.
 *   <li>A request is sent once. When an answer does not come, the caller gets an {@link java.io.IOException}, and the SDK's retry
 *       strategy decides.
 *   <li>Nothing is static: two clients share no connection and no setting, and no system property is set.
 *   <li>This machine is never reached through a proxy; see {@link Proxies} for the rest.
 * </ul>
 *
 * <p>Left out, since no API that is called here needs it: HTTP/2, redirects, cookies, authentication by challenge, waiting for 100
 * Continue, and decoding of content. Headers are passed on as they are, both ways.
 */
public final class SocketHttpClient implements SdkHttpClient {
    private final Pool pool;
    private final Dialer dialer;
    private final Proxies proxies;

    private SocketHttpClient(Builder builder) {
        pool = new Pool(builder.maxIdle, builder.keepIdle, builder.clock);
        dialer = new Dialer(millis(builder.connectTimeout), millis(builder.readTimeout), builder.tls);
        proxies = builder.proxies;
    }

    /** Returns a builder, all of whose settings have defaults. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Exchange(request, proxies, pool, dialer);
    }

    @Override
    public String clientName() {
        return "Latchkey";
    }

    /** Closes the connections that no call is using. Calls go on, and open new ones. */
    public void closeIdle() {
        pool.closeIdle();
    }

    /** Closes the connections that no call is using, and each of the others after its call. */
    @Override
    public void close() {
        pool.close();
    }

    private static int millis(Duration time) {
        return Math.toIntExact(time.toMillis());
    }

    /** Builds a client. */
    public static final class Builder implements SdkHttpClient.Builder<Builder> {
        private Duration connectTimeout = Duration.ofSeconds(2);
        private Duration readTimeout = Duration.ofSeconds(30);
        private Duration keepIdle = Duration.ofMinutes(5);
        private int maxIdle = 8;
        private @Nullable SSLSocketFactory tls;
        private Proxies proxies = new Proxies(System.getenv(), System::getProperty);
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /** Sets how long opening a connection may take; 2 seconds by default. */
        public Builder connectTimeout(Duration time) {
            connectTimeout = atLeastAMillisecond("connectTimeout", time);
            return this;
        }

        /** Sets how long a server may send nothing while something is awaited of it; 30 seconds by default. */
        public Builder readTimeout(Duration time) {
            readTimeout = atLeastAMillisecond("readTimeout", time);
            return this;
        }

        /**
         * Sets for how long a connection is kept that nobody uses; five minutes by default.
         *
         * <p>AWS forgets a connection that was idle for 350 seconds (NAT gateways and Network Load Balancers, by their documentation);
         * a request on such a one is lost.
         */
        public Builder keepIdle(Duration time) {
            keepIdle = atLeastAMillisecond("keepIdle", time);
            return this;
        }

        /** Sets how many idle connections are kept for one server; 8 by default. There is no limit to those in use. */
        public Builder maxIdle(int connections) {
            if (connections < 0) {
                throw new IllegalArgumentException("maxIdle must not be negative, but is " + connections);
            }
            maxIdle = connections;
            return this;
        }

        /**
         * Sets what makes TLS connections; by default what {@link SSLSocketFactory#getDefault} returns when the first one is made.
         *
         * <p>All connections of a client are of one factory, since that is where the sessions are that TLS resumes.
         */
        public Builder tls(SSLSocketFactory factory) {
            tls = factory;
            return this;
        }

        /** Sets what says which proxy to take, in the place of this process's environment and properties. */
        Builder proxies(Map<String, String> environment, Map<String, String> properties) {
            proxies = new Proxies(environment, properties::get);
            return this;
        }

        /** Sets what tells the time. */
        Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Builds a client; what a service would have by default is not asked, since everything here has a value. */
        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap serviceDefaults) {
            return build();
        }

        /** Builds a client. */
        @Override
        public SocketHttpClient build() {
            return new SocketHttpClient(this);
        }

        private static Duration atLeastAMillisecond(String name, Duration time) {
            if (time.toMillis() < 1 || time.toMillis() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(name + " must be from a millisecond to 24 days, but is " + time);
            }
            return time;
        }
    }
}
