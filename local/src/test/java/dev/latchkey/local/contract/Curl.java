package dev.latchkey.local.contract;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The part of curl that examples use, so that the build needs no curl; an option that is not here is an error. */
final class Curl {
    private final List<String> headers = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private @Nullable String method;
    private @Nullable String url;
    private @Nullable String dataType;
    private boolean showsHeaders;
    private boolean showsBody = true;
    private String writeOut = "";

    private Curl(List<String> arguments) {
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.startsWith("--")) {
                option(argument, rest);
            } else if (argument.startsWith("-")) {
                letters(argument.substring(1), rest);
            } else {
                url = argument;
            }
        }
    }

    /** Reads the words after {@code curl}. */
    static Curl of(List<String> arguments) {
        return new Curl(arguments);
    }

    /** Returns the request; its host and port do not matter, since the client knows the server. */
    ExactRequest request() {
        if (url == null) {
            throw new IllegalArgumentException("curl without a URL");
        }
        URI uri = URI.create(url.contains("://") ? url : "http://" + url);
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        String verb = method != null ? method : dataType != null ? "POST" : "GET";
        ExactRequest request = new ExactRequest(verb, target);
        request.header("User-Agent", "curl/8.0").header("Accept", "*/*");
        for (String header : headers) {
            int colon = header.indexOf(':');
            request.header(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        if (dataType != null) {
            boolean hasType = headers.stream()
                    .anyMatch(header -> header.toLowerCase(Locale.ROOT).startsWith("content-type:"));
            if (!hasType) {
                request.header("Content-Type", dataType);
            }
            request.body(data.toString().getBytes(StandardCharsets.UTF_8));
        }
        return request;
    }

    boolean showsHeaders() {
        return showsHeaders;
    }

    /** Returns what is printed after the headers. */
    String output(Answer answer) {
        String body = showsBody ? answer.text() : "";
        return body
                + writeOut.replace("%{http_code}", Integer.toString(answer.status()))
                        .replace("\\n", "\n");
    }

    private void letters(String letters, Iterator<String> rest) {
        for (int i = 0; i < letters.length(); i++) {
            boolean last = i == letters.length() - 1;
            String name = switch (letters.charAt(i)) {
                case 's' -> "--silent";
                case 'S' -> "--show-error";
                case 'i' -> "--include";
                case 'X' -> "--request";
                case 'H' -> "--header";
                case 'd' -> "--data";
                case 'o' -> "--output";
                case 'w' -> "--write-out";
                default -> "-" + letters.charAt(i);
            };
            if (!last && !name.matches("--(silent|show-error|include)")) {
                option(name, List.of(letters.substring(i + 1)).iterator());
                return;
            }
            option(name, rest);
        }
    }

    private void option(String name, Iterator<String> rest) {
        switch (name) {
            case "--silent", "--show-error" -> {}
            case "--include" -> showsHeaders = true;
            case "--request" -> method = rest.next();
            case "--header" -> headers.add(rest.next());
            case "--data", "--data-raw" -> data(rest.next(), "application/x-www-form-urlencoded");
            case "--data-urlencode" -> data(encoded(rest.next()), "application/x-www-form-urlencoded");
            case "--json" -> data(rest.next(), "application/json");
            case "--write-out" -> writeOut = rest.next();
            case "--output" -> {
                if (!rest.next().equals("/dev/null")) {
                    throw new IllegalArgumentException("curl --output only to /dev/null");
                }
                showsBody = false;
            }
            default -> throw new IllegalArgumentException("examples may not use curl " + name);
        }
    }

    private void data(String text, String type) {
        if (data.length() > 0) {
            data.append('&');
        }
        data.append(text);
        dataType = type;
    }

    private static String encoded(String pair) {
        int equals = pair.indexOf('=');
        return pair.substring(0, equals + 1) + URLEncoder.encode(pair.substring(equals + 1), StandardCharsets.UTF_8);
    }
}
