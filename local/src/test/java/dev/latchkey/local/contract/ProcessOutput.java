package dev.latchkey.local.contract;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What this process writes to standard output and standard error from now on: it is kept, and goes where it went. */
final class ProcessOutput {
    /** Kept since the first test that runs a server. */
    static final ProcessOutput KEPT = new ProcessOutput();

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    private ProcessOutput() {
        System.setOut(through(System.out));
        System.setErr(through(System.err));
    }

    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    private PrintStream through(PrintStream target) {
        OutputStream both = new OutputStream() {
            @Override
            public void write(int b) {
                kept.write(b);
                target.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                kept.write(bytes, offset, length);
                target.write(bytes, offset, length);
            }

            @Override
            public void flush() {
                target.flush();
            }
        };
        return new PrintStream(both, true, StandardCharsets.UTF_8);
    }
}
