package dev.latchkey.security.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One call to DynamoDB, as it came in over HTTP. */
final class Call {
    private static final int LONGEST_LINE = 64 * 1024;

    private final Map<String, String> headers;
    private final byte[] body;
    private final Socket socket;
    private final HttpClient client;
    private final URI dynamoDb;

    private Call(Map<String, String> headers, byte[] body, Socket socket, HttpClient client, URI dynamoDb) {
        this.headers = headers;
        this.body = body;
        this.socket = socket;
        this.client = client;
        this.dynamoDb = dynamoDb;
    }

    /** Reads the next call of a connection; null when there is none, or no whole one. */
    static @Nullable Call read(BufferedInputStream input, Socket socket, HttpClient client, URI dynamoDb)
            throws IOException {
        String line = line(input);
        if (line.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (line = line(input); !line.isEmpty(); line = line(input)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        byte[] body = input.readNBytes(length);
        if (body.length < length) {
            return null;
        }
        return new Call(headers, body, socket, client, dynamoDb);
    }

    private static String line(BufferedInputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int c = input.read(); c >= 0 && c != '\n'; c = input.read()) {
            if (line.size() == LONGEST_LINE) {
                throw new EOFException("no end of line");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    String operation() {
        String target = headers.getOrDefault("X-Amz-Target", "");
        return target.substring(target.indexOf('.') + 1);
    }

    String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Has DynamoDB do it, and returns its whole answer, head and body. */
    byte[] forward() throws IOException, InterruptedException {
        return forward(body);
    }

    /** Has DynamoDB do something else instead. */
    byte[] forward(byte[] otherBody) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(dynamoDb).POST(HttpRequest.BodyPublishers.ofByteArray(otherBody));
        for (String name : new String[] {"Authorization", "Content-Type", "X-Amz-Date", "X-Amz-Target"}) {
            String value = headers.get(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return answer(answer.statusCode(), answer.body());
    }

    static byte[] answer(int status, byte[] body) {
        String head = "HTTP/1.1 " + status + " -\r\nContent-Type: application/x-amz-json-1.0\r\n"
                + "x-amzn-RequestId: 0\r\nContent-Length: " + body.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    void send(byte[] bytes) throws IOException {
        output().write(bytes);
        output().flush();
    }

    /** Ends the connection with a TCP reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Ends the connection in good order, whatever was still to come. */
    void hangUp() throws IOException {
        socket.close();
    }

    /** Does nothing until the client has given up. */
    void awaitGivingUp() throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // What it still sends is of no interest.
        }
        socket.close();
    }
}
