package dev.latchkey.local.transfer;

import java.io.IOException;

/** Takes the rows of a dump, one after the other. */
interface RowConsumer {
    void row(DumpRow row) throws IOException;

    /** Takes note of something that stands where a row should, and is none. */
    void noRow(Place place, String problem) throws IOException;
}
