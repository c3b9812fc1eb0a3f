package dev.latchkey.httpclient;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;

/** Asks a proxy for a connection to a server (CONNECT, RFC 9110, 9.3.6). */
final class Tunnel {
    private static final int SUCCESSFUL = 2;

    private Tunnel() {}

    static void through(Route route, HttpProxy proxy, Socket socket) throws IOException {
        StringBuilder head = new StringBuilder("CONNECT ")
                .append(route.authority())
                .append(" HTTP/1.1\r\nHost: ")
                .append(route.authority())
                .append("\r\n");
        if (proxy.authorization() != null) {
            head.append("Proxy-Authorization: ").append(proxy.authorization()).append("\r\n");
        }
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        // Not buffered: what comes after the head is the server's.
        ResponseHead answer = ResponseHead.read(socket.getInputStream());
        if (answer.status() / 100 != SUCCESSFUL) {
            throw new IOException("The proxy " + proxy + " does not connect to " + route.authority() + ": "
                    + answer.status() + " " + answer.reason());
        }
    }
}
