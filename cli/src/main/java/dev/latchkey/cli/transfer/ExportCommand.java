package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.CommandModule;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.StoreCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.text.UtcTime;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}. */
@Command(
        name = "export",
        description = {
            "Writes every user with the password hash, and every session, as JSON lines: all that is needed to go on elsewhere."
                    + " \"import latchkey\" reads it back.",
            "The file can be read by its owner only. Keep it like the tables themselves.",
            "This scans both tables: on AWS you pay for all that is read."
        },
        footer = {
            "",
            "Each item is as it was at some moment during the export. Who registers, logs in or out meanwhile may be in it with"
                    + " the state from before or after, and a registration with one half only; for an exact copy, stop the"
                    + " functions or restore a point in time of the tables first.",
            "The lines: a header with the version; {\"table\": \"users\" or \"tokens\", \"item\": {...}}; a last line with the"
                    + " counts. Times are microseconds since 1970, bytes are {\"base64\": ...}.",
            "",
            "Examples:",
            "  ./latchkey export backup.jsonl --stack auth-prod",
            "  ./latchkey export - | gzip > backup.jsonl.gz"
        })
public final class ExportCommand extends StoreCommand {
    /** The command. */
    public static final CommandModule MODULE = CommandModule.command("export", ExportCommand::new);

    private static final String STANDARD_OUTPUT = "-";

    /** Lines after which it is looked whether they can be written at all. */
    private static final int CHECKED_EVERY = 1_000;

    @Parameters(paramLabel = "FILE", description = "Where to write; - for standard output.")
    private String file = "";

    @Option(names = "--force", description = "Replace the file if it is there.")
    private boolean force;

    private ExportCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) throws IOException {
        if (file.equals(STANDARD_OUTPUT)) {
            write(stores, out());
            return 0;
        }
        Path path = Path.of(file);
        if (!force && path.toFile().exists()) {
            throw CommandException.misused("The file " + path + " is there already: --force replaces it.");
        }
        NewFile.write(path, stream -> {
            try (PrintWriter writer = new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8))) {
                write(stores, writer);
            }
        });
        return 0;
    }

    private void write(AccountStores stores, PrintWriter writer) throws IOException {
        tell(AccountEvent.Kind.EXPORTED, stores, Map.of());
        ItemTables tables = new ItemTables(stores.environment());
        writer.print(
                ExportFile.header(String.valueOf(UtcTime.textOrNull(context().now()))) + "\n");
        Map<String, Long> lines = new LinkedHashMap<>();
        long[] owned = new long[2];
        for (String table : ItemTables.ALL) {
            try (Progress progress = new Progress(err(), context().terminal(), "items of " + table, 0)) {
                long[] count = new long[1];
                tables.scan(table, new StoreRetry(progress::waited), item -> {
                    if (ItemTables.isShortLived(item)) {
                        return;
                    }
                    writer.print(ExportFile.item(table, item) + "\n");
                    count[0]++;
                    owned[table.equals(ItemTables.USERS) ? 0 : 1] += ItemTables.isOwned(item) ? 1 : 0;
                    progress.step();
                    if (count[0] % CHECKED_EVERY == 0) {
                        checkWritten(writer);
                    }
                });
                lines.put(table, count[0]);
            }
        }
        writer.print(ExportFile.trailer(lines) + "\n");
        checkWritten(writer);
        err().println(String.format(Locale.ROOT, "Exported %,d users and %,d sessions.", owned[0], owned[1]));
    }

    /** A writer keeps failures to itself. */
    private static void checkWritten(PrintWriter writer) {
        if (writer.checkError()) {
            throw CommandException.refused(
                    "The export cannot be written: the disk is full, or nobody reads it any more. What was written is no backup.");
        }
    }
}
