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
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code export}. */
@Command(
        name = "export",
        description = {
            "Writes every user with the password hash, every passkey and every session, as JSON lines: all that is needed to go"
                    + " on elsewhere. \"import latchkey\" reads it back.",
            "Authenticator apps are encrypted with the stack's own key. They come along under a passphrase, or for a"
                    + " recipient's key, and else are left out.",
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
            "  ./latchkey export - | gzip > backup.jsonl.gz",
            "  ./latchkey export backup.jsonl --stack auth-prod --recipient public.pem",
            "  ./latchkey export site.json --format django"
        })
public final class ExportCommand extends StoreCommand {
    /** The command. */
    public static final CommandModule MODULE = CommandModule.command("export", ExportCommand::new);

    private static final String DJANGO = "django";
    private static final String STANDARD_OUTPUT = "-";

    /** Lines after which it is looked whether they can be written at all. */
    private static final int CHECKED_EVERY = 1_000;

    @Parameters(paramLabel = "FILE", description = "Where to write; - for standard output.")
    private String file = "";

    @Option(names = "--force", description = "Replace the file if it is there.")
    private boolean force;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "latchkey",
            description =
                    "latchkey, for \"import latchkey\"; or django, a fixture that \"manage.py loaddata\" reads: users with their"
                            + " hashes, and tokens of Knox. By default ${DEFAULT-VALUE}.")
    private String format = "latchkey";

    @Option(
            names = "--user-model",
            paramLabel = "APP.MODEL",
            defaultValue = Models.USER,
            description = "The site's user model, in a fixture; by default ${DEFAULT-VALUE}.")
    private String userModel = Models.USER;

    @Option(
            names = "--username-field",
            paramLabel = "FIELD",
            defaultValue = Models.USERNAME_FIELD,
            description = "The field that people log in with, in a fixture; by default ${DEFAULT-VALUE}.")
    private String usernameField = Models.USERNAME_FIELD;

    @Option(
            names = "--keep-ids",
            description = "In a fixture, keep ids that a 32-bit column does not hold; else these users get new ones.")
    private boolean keepIds;

    @Mixin
    private ExportedSecrets secrets = new ExportedSecrets();

    private ExportCommand(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) throws IOException {
        if (!format.equals("latchkey") && !format.equals(DJANGO)) {
            throw CommandException.misused("--format takes latchkey or django.");
        }
        secrets.begin(context(), stores);
        if (secrets.isAsked() && format.equals(DJANGO)) {
            throw CommandException.misused("A fixture of Django has no place for authenticator apps.");
        }
        if (file.equals(STANDARD_OUTPUT)) {
            writeFormat(stores, out());
            return secrets.isIncomplete() ? 1 : 0;
        }
        Path path = Path.of(file);
        if (!force && path.toFile().exists()) {
            throw CommandException.misused("The file " + path + " is there already: --force replaces it.");
        }
        NewFile.write(path, stream -> {
            try (PrintWriter writer = new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8))) {
                writeFormat(stores, writer);
            }
        });
        return secrets.isIncomplete() ? 1 : 0;
    }

    private void writeFormat(AccountStores stores, PrintWriter writer) throws IOException {
        if (format.equals(DJANGO)) {
            writeFixture(stores, writer);
        } else {
            write(stores, writer);
        }
    }

    private void writeFixture(AccountStores stores, PrintWriter writer) {
        tell(AccountEvent.Kind.EXPORTED, stores, Map.of("format", DJANGO));
        ItemTables tables = new ItemTables(stores.environment());
        StoreRetry retry = new StoreRetry(() -> {});
        DjangoFixture fixture = new DjangoFixture(
                writer,
                new Models(userModel, usernameField, Models.EMAIL_FIELD, Models.KNOX),
                keepIds,
                stores.environment().now());
        tables.scan(ItemTables.USERS, retry, fixture::note);
        tables.scan(ItemTables.USERS, retry, item -> {
            fixture.user(item);
            checkWritten(writer);
        });
        tables.scan(ItemTables.TOKENS, retry, item -> {
            if (ItemTables.isPointer(item)) {
                fixture.token(item, tables.pointedTo(item, retry));
            }
        });
        fixture.end();
        checkWritten(writer);
        err().println(String.format(
                Locale.ROOT,
                "Exported %,d users and %,d tokens of Knox; %,d imported tokens are over or not Knox's, %,d users have new ids.",
                fixture.users(),
                fixture.tokens(),
                fixture.left(),
                fixture.renumbered()));
        if (fixture.wrapped() > 0) {
            err().println(String.format(
                    Locale.ROOT,
                    "%,d users need a new password there: Django cannot read the hash that an import put Argon2id around.",
                    fixture.wrapped()));
        }
        if (fixture.withFactors() > 0) {
            err().println(String.format(
                    Locale.ROOT,
                    "Left out: second factors and passkeys of %,d users, for whom Django has no place: there the password alone"
                            + " logs them in. An export for \"import latchkey\" takes them along.",
                    fixture.withFactors()));
        }
    }

    private void write(AccountStores stores, PrintWriter writer) throws IOException {
        tell(AccountEvent.Kind.EXPORTED, stores, Map.of());
        ItemTables tables = new ItemTables(stores.environment());
        writer.print(
                ExportFile.header(String.valueOf(UtcTime.textOrNull(context().now())), secrets.header()) + "\n");
        Map<String, Long> lines = new LinkedHashMap<>();
        long[] owned = new long[2];
        for (String table : ItemTables.ALL) {
            try (Progress progress = new Progress(err(), context().terminal(), "items of " + table, 0)) {
                long[] count = new long[1];
                tables.scan(table, new StoreRetry(progress::waited), item -> {
                    if (ItemTables.isShortLived(item)) {
                        return;
                    }
                    Optional<Map<String, AttributeValue>> exported = secrets.exported(table, item);
                    if (exported.isEmpty()) {
                        return;
                    }
                    writer.print(ExportFile.item(table, exported.get()) + "\n");
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
        secrets.report().ifPresent(err()::println);
    }

    /** A writer keeps failures to itself. */
    private static void checkWritten(PrintWriter writer) {
        if (writer.checkError()) {
            throw CommandException.refused(
                    "The export cannot be written: the disk is full, or nobody reads it any more. What was written is no backup.");
        }
    }
}
