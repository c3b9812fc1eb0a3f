package dev.latchkey.cli.smoke;

import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.console.TextTable;
import dev.latchkey.cli.smoke.CheckResults.CheckResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Tells what a run has found. */
final class SmokeReport {
    private static final List<String> TIMED = Stream.concat(
                    Arrays.stream(Endpoint.values()).map(Endpoint::toString), Stream.of(SmokeTest.AFTER_LOGOUT))
            .toList();
    private static final double NANOS_A_MILLI = 1e6;

    private final ApiUrl url;
    private final CheckResults results;
    private final Latencies latencies;

    SmokeReport(ApiUrl url, CheckResults results, Latencies latencies) {
        this.url = url;
        this.results = results;
        this.latencies = latencies;
    }

    void print(PrintWriter out) {
        out.println("Latchkey at " + url);
        results.byGroup().forEach((group, members) -> print(out, group, members));
        results.omissions().forEach(what -> out.println("not looked at: " + what));
        out.println();
        TextTable table = new TextTable("milliseconds", "first call", "measured", "p50", "p90", "p99");
        TIMED.forEach(name -> table.add(row(name)));
        table.print(out);
    }

    private static void print(PrintWriter out, String group, List<CheckResult> members) {
        List<CheckResult> bad =
                members.stream().filter(result -> !result.isGood()).toList();
        if (bad.isEmpty()) {
            out.println("ok      " + group + " (" + members.size() + ")");
        } else {
            out.println("FAILED  " + group + " (" + bad.size() + " of " + members.size() + ")");
            bad.forEach(result -> out.println("        " + result.subject() + ": " + result.problem()));
        }
    }

    private String[] row(String name) {
        Duration first = latencies.first().get(name);
        int count = latencies.count(name);
        return new String[] {
            name,
            first == null ? "-" : String.format(Locale.ROOT, "%.1f", millis(first)),
            Integer.toString(count),
            shown(name, count, 50),
            shown(name, count, 90),
            shown(name, count, 99)
        };
    }

    private String shown(String name, int count, int percent) {
        return count == 0 ? "-" : String.format(Locale.ROOT, "%.1f", millis(latencies.percentile(name, percent)));
    }

    /** Returns all of it for machines; times are milliseconds. */
    String json(String username) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("url", url.toString());
        report.put("passed", results.areGood());
        report.put("user", username);
        report.put("checks", results.all().stream().map(SmokeReport::json).toList());
        report.put("not_looked_at", results.omissions());
        Map<String, Object> times = new LinkedHashMap<>();
        TIMED.forEach(name -> times.put(name, json(name, latencies.count(name))));
        report.put("latency_ms", times);
        return TerminalSafe.json(report);
    }

    private static Map<String, Object> json(CheckResult result) {
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("group", result.group());
        check.put("subject", result.subject());
        check.put("passed", result.isGood());
        if (!result.isGood()) {
            check.put("problem", result.problem());
        }
        return check;
    }

    private Map<String, Object> json(String name, int count) {
        Map<String, Object> times = new LinkedHashMap<>();
        Duration first = latencies.first().get(name);
        if (first != null) {
            times.put("first", millis(first));
        }
        times.put("measured", count);
        for (int percent : count == 0 ? new int[0] : new int[] {50, 90, 99}) {
            times.put("p" + percent, millis(latencies.percentile(name, percent)));
        }
        return times;
    }

    private static double millis(Duration time) {
        return Math.round(time.toNanos() / NANOS_A_MILLI * 10) / 10.0;
    }
}
