package dev.latchkey.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** Processor time, which other work on the machine does not lengthen as it does the time on the clock. */
public final class CpuTime {
    private CpuTime() {}

    /** Runs a task in this thread, and fails if it takes more processor time than that. */
    public static void assertAtMost(Duration limit, Runnable task) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        task.run();
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start)).isLessThan(limit);
    }
}
