package dev.latchkey.bench.cold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.bench.report.Samples;
import dev.latchkey.image.LambdaVariables;
import dev.latchkey.image.RuntimeApi;
import dev.latchkey.image.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Times process start to first answer, the subjects taking turns. */
public final class ColdStart {
    /**
     * One start.
     *
     * @param wallMillis from process start to the first answer
     * @param cpuMillis processor time that the process had used by then, over all threads
     */
    public record Start(double wallMillis, double cpuMillis) {}

    /** All starts of one subject. */
    public record Times(Samples wall, Samples cpu) {
        static Times of(List<Start> starts) {
            return new Times(
                    Samples.of(starts.stream().map(Start::wallMillis).toList()),
                    Samples.of(starts.stream().map(Start::cpuMillis).toList()));
        }
    }

    private static final int PATIENCE_SECONDS = 60;

    private final Path scratch;
    private final Runnable prepare;

    /**
     * Starts functions.
     *
     * @param scratch the folder to start them in, where their output is kept too
     * @param prepare what to do before each start
     */
    public ColdStart(Path scratch, Runnable prepare) {
        this.scratch = scratch;
        this.prepare = prepare;
    }

    /**
     * Runs every subject once to warm the file cache, then A B C A B C and so on.
     *
     * @return times by the subjects' names, in their order
     */
    public Map<String, Times> measure(List<Subject> subjects, int runs) throws IOException, InterruptedException {
        Map<String, List<Start>> starts = new LinkedHashMap<>();
        for (int run = -1; run < runs; run++) {
            for (Subject subject : subjects) {
                Start start = once(subject);
                if (run >= 0) {
                    starts.computeIfAbsent(subject.name(), name -> new ArrayList<>())
                            .add(start);
                }
            }
        }
        Map<String, Times> times = new LinkedHashMap<>();
        starts.forEach((name, values) -> times.put(name, Times.of(values)));
        return times;
    }

    /** Starts the subject, waits for its first answer, and ends it. */
    public Start once(Subject subject) throws IOException, InterruptedException {
        prepare.run();
        try (RuntimeApi api = new RuntimeApi()) {
            api.send(subject.event().get().getBytes(UTF_8));
            ProcessBuilder builder = builder(subject, api.address());
            long start = System.nanoTime();
            Process process = builder.start();
            try {
                RuntimeApi.Answer answer = api.await(PATIENCE_SECONDS);
                check(subject, answer);
                return new Start((answer.nanoTime() - start) / 1e6, cpuMillis(process));
            } finally {
                end(process);
            }
        } catch (IOException e) {
            throw new IOException(subject.name() + ": " + e.getMessage() + "\n" + Files.readString(log()), e);
        }
    }

    private ProcessBuilder builder(Subject subject, String api) {
        List<String> command = new ArrayList<>(subject.command());
        command.add(Training.RUNTIME);
        command.add(subject.handler());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(LambdaVariables.of(subject.handler(), api));
        environment.putAll(subject.variables());
        return builder;
    }

    private static void check(Subject subject, RuntimeApi.Answer answer) throws IOException {
        String text = new String(answer.body(), UTF_8);
        if (answer.error() || !text.contains(subject.expected())) {
            throw new IOException("unexpected answer " + text);
        }
    }

    private static double cpuMillis(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Path log() {
        return scratch.resolve("function.log");
    }
}
