package dev.latchkey.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The console session of README.md, run by a shell and curl against another server than the one it is written for. */
final class ReadmeSession {
    private static final Pattern BLOCK = Pattern.compile("(?s)```console\n(.*?)```");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ ((?:.*\\\\\n)*.*)\n((?:(?!\\$ ).*\n)*)");
    private static final Pattern STATUS = Pattern.compile("HTTP/[0-9.]+ ([0-9]{3}) .*");
    private static final String SERVER = "http://127.0.0.1:3000";
    private static final String TOKEN = "TOKEN=…";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Programs programs;
    private final String url;
    private String token = "";

    ReadmeSession(Programs programs, String url) {
        this.programs = programs;
        this.url = url;
    }

    /** An answer: its status, 200 where the document shows none, and its body. */
    record Answer(int status, String body) {
        private static Answer parse(String text) {
            Matcher status = STATUS.matcher(text.lines().findFirst().orElse(""));
            if (!status.matches()) {
                return new Answer(0, text);
            }
            String[] parts = text.replace("\r", "").split("\n\n", 2);
            return new Answer(Integer.parseInt(status.group(1)), parts.length == 2 ? parts[1] : "");
        }

        private String squeezed() {
            return body.replaceAll("\\s", "");
        }
    }

    /** A command, what the document shows it to print, and what it printed. */
    record Exchange(String command, Answer shown, Answer given) {
        /** Tells whether it printed what is shown, in which "…" stands for anything. */
        boolean agrees() {
            boolean status = shown.status == 0 ? given.status / 100 == 2 : shown.status == given.status;
            String pattern = Pattern.compile("…")
                    .splitAsStream(shown.squeezed())
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".+"));
            return status && given.squeezed().matches(pattern);
        }
    }

    /** Runs it from beginning to end. */
    List<Exchange> run() throws IOException, InterruptedException {
        Matcher block = BLOCK.matcher(Files.readString(TestTables.template().resolveSibling("README.md")));
        if (!block.find()) {
            throw new IllegalStateException("README.md shows no session");
        }
        List<Exchange> exchanges = new ArrayList<>();
        for (Matcher command = COMMAND.matcher(block.group(1)); command.find(); ) {
            if (command.group(1).startsWith(TOKEN)) {
                token = JSON.readTree(exchanges.get(exchanges.size() - 1).given.body)
                        .get("token")
                        .asText();
            } else {
                exchanges.add(exchange(command.group(1), command.group(2)));
            }
        }
        return exchanges;
    }

    private Exchange exchange(String command, String shown) throws IOException, InterruptedException {
        String line = "TOKEN=" + token + "; " + command.replace(SERVER, url).replaceFirst("^curl ", "curl -i ");
        String output = programs.run(List.of("bash", "-c", line));
        return new Exchange(command, Answer.parse(shown), Answer.parse(output));
    }
}
