package dev.latchkey.local;

import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.local.gateway.RequestLog;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/** What serve tells the person at the terminal. */
final class Console implements RequestLog {
    private static final int MAX_PATH = 200;
    private static final String INFORMATION = "\"level\":\"INFO\"";

    private final PrintWriter out;
    private final Ansi ansi;
    private final boolean logs;

    /**
     * Builds a console.
     *
     * @param out where to write
     * @param inColour whether to write in colour
     * @param logs whether to show all that the functions log; what is more than information is shown in any case
     */
    Console(PrintWriter out, boolean inColour, boolean logs) {
        this.out = out;
        this.logs = logs;
        this.ansi = inColour ? Ansi.ON : Ansi.OFF;
    }

    void ready(URI url, URI dynamoDb, Optional<Path> dataFolder) {
        String data = dataFolder.map(folder -> "data in " + folder.normalize()).orElse("data in memory only");
        print("DynamoDB is listening on " + dynamoDb + ", " + data);
        print(
                "In a browser: / to begin with, /account for the account pages, /outbox for mails, /docs for the API reference");
        print(ansi.string("Latchkey is listening on @|bold " + url + "|@"));
    }

    @Override
    public void answered(String method, String path, int status, long millis, String requestId) {
        String shown = path.length() > MAX_PATH ? path.substring(0, MAX_PATH) + "..." : path;
        print(TerminalSafe.text(method) + " " + TerminalSafe.text(shown) + " " + coloured(status) + " " + millis
                + " ms " + requestId);
    }

    private String coloured(int status) {
        String colour = status < 400 ? "green" : status < 500 ? "yellow" : "red";
        return ansi == Ansi.ON ? ansi.string("@|" + colour + " " + status + "|@") : Integer.toString(status);
    }

    void log(String line) {
        if (logs || !line.contains(INFORMATION)) {
            print(line);
        }
    }

    private void print(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
