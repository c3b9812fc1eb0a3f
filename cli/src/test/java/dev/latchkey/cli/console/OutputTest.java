package dev.latchkey.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a command printed and nobody got is no success. */
class OutputTest {
    private final StringWriter told = new StringWriter();
    private final PrintWriter err = new PrintWriter(told);

    @Test
    void aFullDiskIsToldInOneLine() {
        Output output = Output.on(failing("No space left on device"));
        output.writer().println("some lines");

        assertThat(output.finish(0, err)).isEqualTo(1);
        assertThat(told.toString()).hasLineCount(1).contains("The output cannot be written: No space left on device.");
    }

    @Test
    void aReaderThatIsGoneEndsItQuietly() {
        Output output = Output.on(failing("Broken pipe"));
        output.writer().println("some lines");

        assertThat(output.finish(0, err)).isEqualTo(1);
        assertThat(told.toString()).isEmpty();
    }

    @Test
    void whatFailedAlreadyIsNotToldTwice() {
        Output output = Output.on(failing("No space left on device"));
        output.writer().println("some lines");

        assertThat(output.finish(2, err)).isEqualTo(2);
        assertThat(told.toString()).isEmpty();
    }

    @Test
    void whatWasWrittenIsUtf8WhateverTheLocale() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Output output = Output.on(bytes);
        output.writer().print("Zoë");

        assertThat(output.finish(0, err)).isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("Zoë");
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
