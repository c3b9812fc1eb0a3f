package dev.latchkey.bench.client;

import java.net.URI;

/**
 * A process with one check; the arguments are the HTTP client and the endpoint. Prints the milliseconds of processor time that it took
 * from its start.
 */
public final class OneCheck {
    private OneCheck() {}

    /** Runs it. */
    public static void main(String[] args) {
        new Checks(Contestant.valueOf(args[0]), URI.create(args[1])).check();
        System.out.println(
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis());
    }
}
