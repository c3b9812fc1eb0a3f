package dev.latchkey.bench.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Load by wrk, one thread of it.
 *
 * @param requests how many were answered
 * @param perSecond the same a second
 * @param p50 milliseconds
 * @param p99 milliseconds
 */
public record Load(long requests, double perSecond, double p50, double p99) {
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([\\d.]+)");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)|Socket errors: (.*)");

    /**
     * Puts a server under load.
     *
     * @param options for wrk, such as connections, script and headers
     */
    public static Load of(String url, int seconds, String... options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("wrk", "--latency", "--timeout", "60s", "-t1", "-d" + seconds + "s"));
        command.addAll(List.of(options));
        command.add(url);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0 || REFUSED.matcher(output).find()) {
            throw new IOException("wrk " + url + "\n" + output);
        }
        return new Load(
                Long.parseLong(first(REQUESTS, output)),
                Double.parseDouble(first(RATE, output)),
                percentile("50%", output),
                percentile("99%", output));
    }

    private static double percentile(String name, String output) {
        Matcher matcher =
                Pattern.compile(Pattern.quote(name) + " +([\\d.]+)(us|ms|s)").matcher(output);
        if (!matcher.find()) {
            return Double.NaN;
        }
        double value = Double.parseDouble(matcher.group(1));
        return switch (matcher.group(2)) {
            case "us" -> value / 1000;
            case "s" -> value * 1000;
            default -> value;
        };
    }

    private static String first(Pattern pattern, String output) throws IOException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IOException("wrk said: " + output);
        }
        return matcher.group(1);
    }
}
