package dev.latchkey.httpclient;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes sockets, plain ones and TLS over them. */
final class Dialer {
    private final int connectMillis;
    private final int readMillis;
    private @Nullable SSLSocketFactory factory;

    Dialer(int connectMillis, int readMillis, @Nullable SSLSocketFactory factory) {
        this.connectMillis = connectMillis;
        this.readMillis = readMillis;
        this.factory = factory;
    }

    int connectMillis() {
        return connectMillis;
    }

    int readMillis() {
        return readMillis;
    }

    /**
     * Makes a socket that is not connected yet.
     *
     * <p>It belongs to a channel, which alone can be asked without waiting whether the other end has closed. Channels know nothing
     * of SOCKS, so where that is set the JDK's own socket finds the way.
     */
    static Socket socket(Route route) throws IOException {
        boolean isSocks = route.proxy() == null && !route.isLocal() && System.getProperty("socksProxyHost") != null;
        return isSocks ? new Socket() : SocketChannel.open().socket();
    }

    /** Speaks TLS over a connected socket, with the server that the route names and no other. */
    SSLSocket secure(Socket socket, Route route) throws IOException {
        SSLSocket secured = (SSLSocket) factory().createSocket(socket, route.host(), route.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** Made late: it reads the certificates of all authorities, and a client of this machine needs none. */
    private synchronized SSLSocketFactory factory() {
        if (factory == null) {
            factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        }
        return factory;
    }
}
