package dev.latchkey.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An SMTP server that takes everything but one command, to which it has an answer of its own; for one connection. */
final class ScriptedSmtp implements AutoCloseable {
    private final ServerSocket socket;
    private final Thread thread;

    private ScriptedSmtp(String command, String answer) throws IOException {
        socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        thread = new Thread(() -> serve(command, answer), "scripted-smtp");
        thread.start();
    }

    static ScriptedSmtp answering(String command, String answer) throws IOException {
        return new ScriptedSmtp(command, answer);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve(String command, String answer) {
        try (Socket client = socket.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            OutputStream out = client.getOutputStream();
            say(out, "220 ready");
            boolean data = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (data && !line.equals(".")) {
                    continue;
                }
                String upper = line.toUpperCase(Locale.ROOT);
                if (upper.startsWith(command)) {
                    say(out, answer);
                } else {
                    say(out, upper.equals("DATA") ? "354 go on" : upper.equals("QUIT") ? "221 bye" : "250 ok");
                }
                data = upper.equals("DATA");
            }
        } catch (SocketException e) {
            // The client is gone, or the test is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
