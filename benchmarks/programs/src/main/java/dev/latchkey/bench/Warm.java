package dev.latchkey.bench;

import dev.latchkey.bench.report.Samples;
import dev.latchkey.bench.report.Table;
import dev.latchkey.bench.warm.TokenCheck;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A warm token check, by JMH: time and bytes allocated. */
@Command(name = "warm", description = "A warm token check: microseconds and bytes, by JMH.")
final class Warm implements Callable<Integer> {
    @Option(names = "--forks", defaultValue = "3", description = "Processes (default ${DEFAULT-VALUE}).")
    private int forks;

    @Option(names = "--iterations", defaultValue = "5", description = "In each process (default ${DEFAULT-VALUE}).")
    private int iterations;

    @Option(names = "--seconds", defaultValue = "2", description = "Of each iteration (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--store",
            split = ",",
            defaultValue = "memory,dynamodb-local",
            description = "Default ${DEFAULT-VALUE}.")
    private List<String> stores = List.of();

    @Override
    public Integer call() throws Exception {
        Options options = new OptionsBuilder()
                .include(TokenCheck.class.getName())
                .param("store", stores.toArray(new String[0]))
                .forks(forks)
                .warmupIterations(iterations)
                .warmupTime(TimeValue.seconds(seconds))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(seconds))
                .addProfiler(GCProfiler.class)
                .build();
        System.out.print(table(new Runner(options).run()));
        return 0;
    }

    private static Table table(Collection<RunResult> results) {
        Table table = new Table("store", "median us", "least", "most", "bytes allocated");
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            Samples times = samples(result, null);
            table.row(
                    params.getParam("store"),
                    number(times.median()),
                    number(times.min()),
                    number(times.max()),
                    String.format(
                            Locale.ROOT,
                            "%.0f",
                            samples(result, "gc.alloc.rate.norm").median()));
        }
        return table;
    }

    /** Returns one value for each iteration: the time, or what a profiler calls by the given name. */
    private static Samples samples(RunResult result, @Nullable String profiled) {
        return Samples.of(result.getBenchmarkResults().stream()
                .map(BenchmarkResult::getIterationResults)
                .flatMap(Collection::stream)
                .mapToDouble(iteration -> score(iteration, profiled))
                .toArray());
    }

    private static double score(IterationResult iteration, @Nullable String profiled) {
        return profiled == null
                ? iteration.getPrimaryResult().getScore()
                : Objects.requireNonNull(iteration.getSecondaryResults().get(profiled))
                        .getScore();
    }

    private static String number(double micros) {
        return String.format(Locale.ROOT, "%.1f", micros);
    }
}
