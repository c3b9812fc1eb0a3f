package dev.latchkey.local.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.function.Consumer;

/**
 * An HTTP client that sends bytes as it is told: a library would put header names in its own form, join or refuse headers,
 * trim values, or not know a method. Every answer that it gets must be as {@code docs/openapi.yaml} has it.
 */
final class ExactHttp {
    private static final int TIMEOUT_MS = 30_000;

    private final InetSocketAddress address;
    private final Consumer<String> secrets;

    ExactHttp(URI server) {
        this(server, secret -> {});
    }

    /**
     * Builds a client.
     *
     * @param server the server's address
     * @param secrets takes all that a request says under Authorization or in its body, and every token that is handed out
     */
    ExactHttp(URI server, Consumer<String> secrets) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
        this.secrets = secrets;
    }

    Answer send(ExactRequest request) {
        Secrets.of(request).forEach(secrets);
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.setTcpNoDelay(true);
            socket.connect(address, TIMEOUT_MS);
            write(request, socket);
            Answer answer = Answer.parse(read(socket), request.expectsNoBody());
            Secrets.of(answer).forEach(secrets);
            OpenApiDescription.OURS.verify(request, answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException("sending " + request, e);
        }
    }

    private void write(ExactRequest request, Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(request.head("127.0.0.1:" + address.getPort()));
        all.writeBytes(request.body());
        try {
            all.writeTo(socket.getOutputStream());
        } catch (IOException e) {
            // A server may refuse a large body before it has read it all; its answer is there to be read.
            if (all.size() < 64 * 1024) {
                throw e;
            }
        }
    }

    private static byte[] read(Socket socket) throws IOException {
        return socket.getInputStream().readAllBytes();
    }
}
