package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.StoreCommand;
import dev.latchkey.event.AccountEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code import latchkey}. */
@Command(
        name = "latchkey",
        description = {
            "Reads an export back, into tables that are empty: the same users, password hashes and sessions, item for item."
                    + " Tokens and passwords stay valid.",
            "Authenticator apps come along if the export has them: under its passphrase or for your key.",
            "The file is checked to its end before anything is written."
        },
        footer = {
            "",
            "Exit codes: 0 everything is here, 1 the tables are not empty or have other items, 2 called wrongly or the file is"
                    + " damaged, 130 stopped.",
            "",
            "Examples:",
            "  ./latchkey import latchkey backup.jsonl --stack auth-new",
            "  ./latchkey import latchkey backup.jsonl --stack auth-new --resume",
            "      goes on where an import of the same file was cut off",
            "  ./latchkey import latchkey backup.jsonl --stack auth-new --no-sessions",
            "  ./latchkey import latchkey backup.jsonl --stack auth-new --private-key private.pem"
        })
final class ImportLatchkey extends StoreCommand {
    private static final int PARALLEL = 16;
    private static final int STOPPED = 130;

    @Parameters(paramLabel = "FILE", description = "The export.")
    private Path file = Path.of("");

    @Option(names = "--resume", description = "Go on with an import of this file that was cut off.")
    private boolean resume;

    @Option(
            names = "--no-sessions",
            description =
                    "Leave out the sessions: everybody logs in anew. For an export from before a log-out, or of unknown age.")
    private boolean withoutSessions;

    @Mixin
    private ImportedSecrets secrets = new ImportedSecrets();

    ImportLatchkey(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw CommandException.misused("There is no file " + file + ".");
        }
        ItemTables tables = new ItemTables(stores.environment());
        try (Interruption interruption = new Interruption()) {
            LongAdder lines = new LongAdder();
            secrets.begin(file, context(), stores);
            ExportFile.read(file, (position, table, item) -> {
                if (isWanted(table, item) && secrets.isWanted(position, table, item)) {
                    lines.increment();
                }
            });
            if (!resume && !(tables.isEmpty(ItemTables.USERS) && tables.isEmpty(ItemTables.TOKENS))) {
                throw CommandException.refused("The tables of " + stores.place()
                        + " are not empty. --resume goes on with an" + " import of this same file that was cut off.");
            }
            return write(stores, tables, lines.sum(), interruption);
        } catch (DamagedFileException e) {
            throw CommandException.misused(e.getMessage() + ". Nothing was imported.");
        } catch (StoppedException e) {
            err().println("Stopped. Run the same command with --resume to go on.");
            return STOPPED;
        }
    }

    private boolean isWanted(String table, Map<String, AttributeValue> item) {
        return !(withoutSessions && table.equals(ItemTables.TOKENS) && ItemTables.isOwned(item));
    }

    private int write(AccountStores stores, ItemTables tables, long total, Interruption interruption)
            throws IOException, DamagedFileException {
        Tally tally = new Tally(
                ItemTables.PutResult.WRITTEN.name(),
                ItemTables.PutResult.SAME.name(),
                ItemTables.PutResult.DIFFERENT.name());
        try (Progress progress = new Progress(err(), context().terminal(), "items", total);
                Workers workers = new Workers(PARALLEL, Workers.MANY)) {
            StoreRetry retry = new StoreRetry(progress::waited);
            ExportFile.read(file, (position, table, item) -> {
                if (interruption.isStopped()) {
                    throw new StoppedException();
                }
                if (!isWanted(table, item) || secrets.isLeftOut(table, item)) {
                    return;
                }
                workers.give(item.hashCode(), () -> {
                    tally.count(
                            retry.call(() -> secrets.put(tables, table, item)).name());
                    progress.step();
                });
            });
            workers.finish();
            tally.checkTotal("items", total);
        } finally {
            tell(AccountEvent.Kind.IMPORTED, stores, Map.of("items", tally.get(ItemTables.PutResult.WRITTEN.name())));
        }
        long different = tally.get(ItemTables.PutResult.DIFFERENT.name());
        out().println(String.format(
                Locale.ROOT,
                "%,d items imported, %,d here already.",
                tally.get(ItemTables.PutResult.WRITTEN.name()),
                tally.get(ItemTables.PutResult.SAME.name())));
        secrets.report().ifPresent(err()::println);
        if (different > 0) {
            throw CommandException.refused(String.format(
                    Locale.ROOT, "%,d items are here with another content, and were left alone.", different));
        }
        return 0;
    }
}
