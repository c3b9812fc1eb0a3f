package dev.latchkey.cli.transfer;

import java.io.IOException;

/** Takes the rows of a dump, one after the other. */
interface RowConsumer {
    void row(DumpRow row) throws IOException;

    /** Takes note of something that stands where a row should, and is none. */
    void noRow(FilePosition position, String problem) throws IOException;
}
