package dev.latchkey.httpclient;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection to a server, which serves one call at a time. */
final class Connection {
    private final Route route;
    private final Socket socket;
    private Socket talking;
    private InputStream input = InputStream.nullInputStream();
    private OutputStream output = OutputStream.nullOutputStream();

    /** Makes a connection that is not open yet, so that another thread can already close it. */
    Connection(Route route) throws IOException {
        this.route = route;
        this.socket = Dialer.socket(route);
        this.talking = socket;
    }

    void open(Dialer dialer) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(firstStop(), dialer.connectMillis());
        socket.setSoTimeout(dialer.readMillis());
        if (route.isSecure()) {
            if (route.proxy() != null) {
                Tunnel.through(route, route.proxy(), socket);
            }
            talking = dialer.secure(socket, route);
        }
        input = new Source(talking.getInputStream());
        output = talking.getOutputStream();
    }

    private InetSocketAddress firstStop() throws UnknownHostException {
        HttpProxy proxy = route.proxy();
        InetSocketAddress address = proxy == null
                ? new InetSocketAddress(route.host(), route.port())
                : new InetSocketAddress(proxy.host(), proxy.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        return address;
    }

    Route route() {
        return route;
    }

    InputStream input() {
        return input;
    }

    OutputStream output() {
        return output;
    }

    /**
     * Tells whether a connection that was idle can be used.
     *
     * <p>It cannot when the server has closed it, nor when the server has said something: nothing was asked.
     */
    boolean isUsable() {
        SocketChannel channel = socket.getChannel();
        try {
            return channel == null ? isSilent() : isSilent(channel);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isSilent(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.read(ByteBuffer.allocate(1)) == 0;
        } finally {
            channel.configureBlocking(true);
        }
    }

    private boolean isSilent() throws IOException {
        int usual = socket.getSoTimeout();
        socket.setSoTimeout(1);
        try {
            socket.getInputStream().skipNBytes(1);
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (EOFException e) {
            return false;
        } finally {
            socket.setSoTimeout(usual);
        }
    }

    /** Tells whether all that the server sent was read. */
    boolean isReadToTheEnd() throws IOException {
        return input.available() == 0;
    }

    /** Ends it, and says so to the server. */
    void close() {
        try {
            talking.close();
        } catch (IOException e) {
            abort();
        }
    }

    /** Ends it at once, from any thread: whoever is reading or writing gets an {@link IOException}. */
    void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed as far as it can be.
        }
    }
}
