package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.StoreCommand;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.json.Json;
import dev.latchkey.operator.AccountImport;
import dev.latchkey.passwords.PasswordHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import django}. */
@Command(
        name = "django",
        description = {
            "Brings the users of a Django site here, with their ids and password hashes as they are, and the tokens of Knox and"
                    + " of Django REST framework that are still live.",
            "Takes what \"manage.py dumpdata\" writes (json or jsonl), and CSV of the tables auth_user, knox_authtoken and"
                    + " authtoken_token; gzipped or not.",
            "Nothing that is here already is changed: the command may be run again, and goes on where it was cut off.",
            "What cannot be imported is told in a report file, with its place in the dump, and does not stop the rest."
        },
        footer = {
            "",
            "Not kept: first and last name, staff and superuser flags, groups, permissions.",
            "Exit codes: 0 everything is here, 1 some rows were refused, 2 called wrongly or a file is damaged, 130 stopped.",
            "",
            "Examples:",
            "  python manage.py dumpdata auth.user knox.authtoken -o site.json",
            "  ./latchkey import django site.json --dry-run",
            "  ./latchkey import django site.json --stack auth-prod",
            "  ./latchkey import django users.csv tokens.json",
            "  ./latchkey import django site.json --user-model accounts.customuser --username-field email"
        })
final class ImportDjango extends StoreCommand {
    private static final int MAX_PARALLEL = 64;
    private static final int STOPPED = 130;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The dump, in one file or several.")
    private List<Path> files = List.of();

    @Option(names = "--dry-run", description = "Write nothing, and tell what would be done.")
    private boolean dryRun;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where to tell what could not be imported; by default the first file's name and .report.txt.")
    private @Nullable Path reportFile;

    @Option(names = "--no-tokens", description = "Import the users only.")
    private boolean withoutTokens;

    @Option(
            names = "--user-model",
            paramLabel = "APP.MODEL",
            defaultValue = Models.USER,
            description = "The site's user model (AUTH_USER_MODEL); by default ${DEFAULT-VALUE}.")
    private String userModel = Models.USER;

    @Option(
            names = "--username-field",
            paramLabel = "FIELD",
            defaultValue = Models.USERNAME_FIELD,
            description = "The field that people log in with (USERNAME_FIELD); by default ${DEFAULT-VALUE}.")
    private String usernameField = Models.USERNAME_FIELD;

    @Option(
            names = "--token-model",
            paramLabel = "APP.MODEL",
            defaultValue = Models.KNOX,
            description = "Knox's token model (KNOX_TOKEN_MODEL); by default ${DEFAULT-VALUE}.")
    private String tokenModel = Models.KNOX;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description =
                    "The zone of times that name none (TIME_ZONE of a site without USE_TZ); by default ${DEFAULT-VALUE}.")
    private String timeZone = "UTC";

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "16",
            description = "How many writes may be under way at once, from 1 to 64; by default ${DEFAULT-VALUE}.")
    private int parallel = 16;

    @Option(names = "--json", description = "Print the summary as JSON.")
    private boolean json;

    ImportDjango(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) throws IOException {
        if (parallel < 1 || parallel > MAX_PARALLEL) {
            throw CommandException.misused("--parallel must be a whole number from 1 to " + MAX_PARALLEL + ".");
        }
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw CommandException.misused("There is no file " + file
                        + "; the dump is read more than once, so that it" + " cannot come from a pipe.");
            }
        }
        try (RefusalReport report = new RefusalReport(reportPath());
                Interruption interruption = new Interruption()) {
            DjangoImport work = prepare(stores, report, interruption);
            return perform(stores, work, report);
        } catch (NoSuchFileException e) {
            throw CommandException.misused("The report cannot be written: there is no folder for " + e.getFile() + ".");
        }
    }

    private int perform(AccountStores stores, DjangoImport work, RefusalReport report) throws IOException {
        try {
            work.run();
        } catch (DamagedFileException e) {
            throw CommandException.misused(e.getMessage() + ". Nothing was imported.");
        } catch (StoppedException e) {
            summarize(stores, work, report);
            err().println("Stopped. Run the same command again to go on.");
            return STOPPED;
        } catch (RuntimeException e) {
            tellOfImport(stores, work);
            throw e;
        }
        summarize(stores, work, report);
        boolean refused = work.users().get(DjangoImport.REFUSED) + work.tokens().get(DjangoImport.REFUSED) > 0;
        return refused ? 1 : 0;
    }

    private Path reportPath() {
        Path first = files.get(0);
        return reportFile != null ? reportFile : first.resolveSibling(first.getFileName() + ".report.txt");
    }

    private DjangoImport prepare(AccountStores stores, RefusalReport report, Interruption interruption) {
        Models models = new Models(userModel, usernameField, tokenModel);
        ZoneId zone = zone();
        PasswordHasher hasher = PasswordHasher.from(stores.environment());
        return new DjangoImport(
                new DjangoImport.Options(
                        files,
                        models,
                        !withoutTokens,
                        dryRun,
                        parallel,
                        stores.environment().now()),
                new AccountImport(stores.environment()),
                new UserRows(models, zone, hasher),
                new TokenRows(models, zone),
                report,
                new DjangoImport.Surroundings(err(), context().terminal(), interruption));
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(timeZone);
        } catch (DateTimeException e) {
            throw CommandException.misused("--time-zone takes a zone such as Europe/Berlin, not \"" + timeZone + "\".");
        }
    }

    private void summarize(AccountStores stores, DjangoImport work, RefusalReport report) {
        tellOfImport(stores, work);
        if (json) {
            Map<String, @Nullable Object> summary = new LinkedHashMap<>();
            summary.put("dry_run", dryRun);
            summary.put("users", work.users().all());
            summary.put("tokens", work.tokens().all());
            summary.put("other_rows", work.others());
            summary.put("report", report.isEmpty() ? null : report.path().toString());
            out().println(Json.write(summary));
            return;
        }
        out().println((dryRun ? "Nothing was written. This would be done in " : "Done in ") + stores.place() + ":");
        print("Users", work.users());
        if (!withoutTokens) {
            print("Tokens", work.tokens());
        }
        if (work.others() > 0) {
            out().println(String.format(Locale.ROOT, "%,d rows of other models were passed over.", work.others()));
        }
        if (!report.isEmpty()) {
            out().println("See " + report.path() + " for what needs a look.");
        }
    }

    private void tellOfImport(AccountStores stores, DjangoImport work) {
        if (!dryRun) {
            tell(
                    AccountEvent.Kind.IMPORTED,
                    stores,
                    Map.of(
                            "users", work.users().get(DjangoImport.IMPORTED),
                            "tokens", work.tokens().get(DjangoImport.IMPORTED)));
        }
    }

    private void print(String what, Tally tally) {
        out().println(what + ":");
        tally.all().forEach((name, count) -> {
            if (count > 0 || name.equals(DjangoImport.IMPORTED)) {
                out().println(String.format(Locale.ROOT, "%,12d  %s", count, name));
            }
        });
    }
}
