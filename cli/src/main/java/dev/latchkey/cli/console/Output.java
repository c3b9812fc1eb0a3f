package dev.latchkey.cli.console;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the results of a command go: UTF-8 whatever the locale, and a failure is remembered. Java's own {@code System.out} forgets
 * it, so that a full disk would look like success.
 */
public final class Output {
    private final Remembering stream;
    private final PrintWriter writer;

    private Output(OutputStream stream) {
        this.stream = new Remembering(stream);
        this.writer = new PrintWriter(new OutputStreamWriter(this.stream, StandardCharsets.UTF_8), true);
    }

    /** Returns the standard output of this process. */
    public static Output standard() {
        return new Output(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    }

    /** Returns the standard error of this process. */
    public static Output standardError() {
        return new Output(new FileOutputStream(FileDescriptor.err));
    }

    static Output on(OutputStream stream) {
        return new Output(stream);
    }

    /** Returns the writer for commands. */
    public PrintWriter writer() {
        return writer;
    }

    /**
     * Writes the rest of the output, and reports if a write failed.
     *
     * @param exitCode how the command ended
     * @param err where to tell a person
     * @return the exit code of the process: not 0 if output was lost. A closed pipe prints no message.
     */
    public int finish(int exitCode, PrintWriter err) {
        writer.flush();
        IOException failure = stream.failure;
        if (failure == null) {
            return exitCode;
        }
        if (exitCode == 0 && !isClosedPipe(failure)) {
            err.println("latchkey: The output cannot be written: " + failure.getMessage() + ".");
            err.flush();
        }
        return exitCode == 0 ? 1 : exitCode;
    }

    /** As the kernels of Linux and macOS, and Windows, call it. */
    private static boolean isClosedPipe(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("broken pipe")
                || message.contains("pipe is being closed")
                || message.contains("pipe has been ended");
    }

    private static final class Remembering extends OutputStream {
        private final OutputStream target;
        private volatile @Nullable IOException failure;

        Remembering(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            attempt(() -> target.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            attempt(target::flush);
        }

        private void attempt(Write write) throws IOException {
            IOException before = failure;
            if (before != null) {
                throw before;
            }
            try {
                write.perform();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    private interface Write {
        void perform() throws IOException;
    }
}
