package dev.latchkey.bench.prime;

import dev.latchkey.function.password.LoginHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Logs in again and again and tells what memory that takes.
 *
 * <p>Arguments: a file with the event, how often, and how often between two lines. A line has the number of logins, the MiB of
 * the heap that are in use after a collection, and the MiB that the process has ever had in memory.
 */
public final class ManyLogins {
    private static final double BYTES = 1024 * 1024;
    private static final double KIB = 1024;

    private ManyLogins() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        byte[] event = Files.readAllBytes(Path.of(args[0]));
        LoginHandler handler = new LoginHandler();
        int every = Integer.parseInt(args[2]);
        for (int login = 1; login <= Integer.parseInt(args[1]); login++) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(event), answer, new QuietContext());
            String text = answer.toString(StandardCharsets.UTF_8);
            if (!text.contains("\"statusCode\":200")) {
                throw new IllegalStateException("unexpected answer " + text);
            }
            if (login % every == 0) {
                System.out.println(login + " " + heap() + " " + peak());
            }
        }
    }

    private static double heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / BYTES;
    }

    /** What Linux calls the high-water mark of the resident set. */
    private static double peak() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KIB)
                .findFirst()
                .orElse(0);
    }
}
