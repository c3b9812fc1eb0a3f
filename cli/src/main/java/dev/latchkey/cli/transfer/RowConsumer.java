package dev.latchkey.cli.transfer;

import java.io.IOException;

/** Takes the rows of a dump, one after the other. */
interface RowConsumer {
    void row(DumpRow row) throws IOException;

    /** Takes note of something that stands where a row should, and is none. */
    void noRow(FilePosition position, String problem) throws IOException;

    /**
     * Takes note of a row of a model that is not asked for; its values were not read.
     *
     * @param hasPassword whether it has a field of that name, as users have
     */
    void other(String model, boolean hasPassword) throws IOException;
}
