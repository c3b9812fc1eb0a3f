package dev.latchkey.local;

import dev.latchkey.local.gateway.RequestLog;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/** What serve tells the person at the terminal. */
final class Console implements RequestLog {
    private static final int MAX_PATH = 200;

    private final PrintWriter out;
    private final Ansi ansi;

    /**
     * Builds a console.
     *
     * @param out where to write
     * @param inColour whether to write in colour
     */
    Console(PrintWriter out, boolean inColour) {
        this.out = out;
        this.ansi = inColour ? Ansi.ON : Ansi.OFF;
    }

    void ready(URI url, URI dynamoDb, Optional<Path> dataFolder) {
        String data = dataFolder.map(folder -> "data in " + folder.normalize()).orElse("data in memory only");
        print(ansi.string("Latchkey is listening on @|bold " + url + "|@"));
        print("DynamoDB is listening on " + dynamoDb + ", " + data);
    }

    @Override
    public void answered(String method, String path, int status, long millis, String requestId) {
        String shown = path.length() > MAX_PATH ? path.substring(0, MAX_PATH) + "..." : path;
        print(method + " " + shown + " " + coloured(status) + " " + millis + " ms " + requestId);
    }

    private String coloured(int status) {
        String colour = status < 400 ? "green" : status < 500 ? "yellow" : "red";
        return ansi == Ansi.ON ? ansi.string("@|" + colour + " " + status + "|@") : Integer.toString(status);
    }

    void log(String line) {
        print(line);
    }

    private void print(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
