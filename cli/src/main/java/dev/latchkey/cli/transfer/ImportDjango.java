package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.StoreCommand;
import dev.latchkey.cli.target.StoredHashCount;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.operator.AccountImport;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.user.PasswordHash;
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
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
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
                    + " authtoken_token, with any delimiter; in UTF-8 or UTF-16, gzipped or not.",
            "May be run again and again: what nobody changed here takes the site's new state, what changed here alone is kept, and"
                    + " what changed on both sides is kept and reported. Users deleted here and sessions ended here never come back.",
            "What cannot be imported is told in a report file, with its place in the dump, and does not stop the rest."
        },
        footer = {
            "",
            "What is not kept is reported: permissions, fields of your own, and without --keep-fields names, staff and groups.",
            "Exit codes: 0 everything is here, 1 some rows were refused or changed on both sides, 2 called wrongly or a file is"
                    + " damaged, 130 stopped.",
            "",
            "Examples:",
            "  python manage.py dumpdata auth.user knox.authtoken -o site.json",
            "  ./latchkey import django site.json --dry-run",
            "  ./latchkey import django site.json --stack auth-prod",
            "  ./latchkey import django site.json --stack auth-prod --final",
            "  ./latchkey import django users.csv tokens.json",
            "  ./latchkey import django site.json --user-model accounts.customuser --username-field email"
        })
final class ImportDjango extends StoreCommand {
    private static final int MAX_PARALLEL = 64;
    private static final int STOPPED = 130;
    private static final Set<String> WRAPS = Set.of("weak", "all", "none");

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
            names = "--email-field",
            paramLabel = "FIELD",
            defaultValue = Models.EMAIL_FIELD,
            description = "The field of the e-mail address (EMAIL_FIELD); by default ${DEFAULT-VALUE}.")
    private String emailField = Models.EMAIL_FIELD;

    @Option(
            names = "--keep-fields",
            description =
                    "Keep first and last name, staff and superuser flags and groups with the user, and export them.")
    private boolean keepFields;

    @Option(
            names = "--final",
            description = "This is the last dump, and it is whole: end imported sessions that it does not have.")
    private boolean last;

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            description =
                    "What stands between values in CSV, such as \";\" or tab; by default it is found in the first row.")
    private @Nullable String delimiter;

    @Option(
            names = "--null",
            paramLabel = "TEXT",
            description = "What stands for no value in CSV; by default NULL and \\N, without quotes.")
    private @Nullable String nullText;

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
            names = "--wrap",
            paramLabel = "HASHES",
            defaultValue = "weak",
            description =
                    "Put Argon2id around hashes, so that they are not stored as they come: weak (MD5), all, or none; by default"
                            + " ${DEFAULT-VALUE}. Users log in as before. Django cannot read such a hash again.")
    private String wrap = "weak";

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
        if (!WRAPS.contains(wrap)) {
            throw CommandException.misused("--wrap takes weak, all or none, not \"" + wrap + "\".");
        }
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw CommandException.misused("There is no file " + file
                        + "; the dump is read more than once, so that it" + " cannot come from a pipe.");
            }
        }
        if (last && withoutTokens) {
            throw CommandException.misused("--final needs the tokens: leave out --no-tokens.");
        }
        try (RefusalReport report = new RefusalReport(reportPath(), files);
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
            if (!dryRun) {
                StoredHashCount.of(stores);
            }
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
        long toSee = work.users().get(Outcome.REFUSED.key())
                + work.users().get(Outcome.CONFLICTS.key())
                + work.users().get(Outcome.GONE_AT_SOURCE.key())
                + work.tokens().get(Outcome.REFUSED.key());
        return toSee > 0 ? 1 : 0;
    }

    private Path reportPath() {
        Path first = files.get(0);
        return reportFile != null ? reportFile : first.resolveSibling(first.getFileName() + ".report.txt");
    }

    private DjangoImport prepare(AccountStores stores, RefusalReport report, Interruption interruption) {
        Models models = new Models(userModel, usernameField, emailField, tokenModel);
        ZoneId zone = zone();
        PasswordHasher hasher = PasswordHasher.from(stores.environment());
        return new DjangoImport(
                new DjangoImport.Options(
                        files,
                        models,
                        csvForm(),
                        !withoutTokens,
                        last,
                        dryRun,
                        parallel,
                        stores.environment().now()),
                new AccountImport(stores.environment(), storing(hasher)),
                new UserRows(models, zone, hasher, keepFields),
                new TokenRows(models, zone),
                report,
                new DjangoImport.Surroundings(err(), context().terminal(), interruption));
    }

    /** One wrapping at a time for each core: each takes as much memory as a login. */
    private UnaryOperator<PasswordHash> storing(PasswordHasher hasher) {
        Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());
        return hash -> {
            boolean wanted = wrap.equals("all") || (wrap.equals("weak") && hasher.isWeak(hash.encoded()));
            if (!wanted) {
                return hash;
            }
            cores.acquireUninterruptibly();
            try {
                return new PasswordHash(hasher.wrap(hash.encoded()));
            } finally {
                cores.release();
            }
        };
    }

    private CsvForm csvForm() {
        Set<String> nullTexts = nullText == null ? CsvForm.DEFAULT.nullTexts() : Set.of(nullText);
        if (delimiter == null) {
            return new CsvForm(null, nullTexts);
        }
        String character = Set.of("tab", "\\t").contains(delimiter) ? "\t" : delimiter;
        if (character.length() != 1 || "\"\r\n".contains(character)) {
            throw CommandException.misused("--delimiter takes one character, or tab.");
        }
        return new CsvForm(character.charAt(0), nullTexts);
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
            summary.put("not_kept", work.notKept());
            summary.put("report", report.isEmpty() ? null : report.path().toString());
            out().println(TerminalSafe.json(summary));
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
        work.likelyUserModels()
                .forEach(model -> out().println(TerminalSafe.text(model)
                        + " has passwords: if it is the site's user model, name it with --user-model "
                        + TerminalSafe.text(model)
                        + "."));
        if (!work.notKept().isEmpty()) {
            out().println("Not kept: "
                    + TerminalSafe.text(String.join(", ", work.notKept().keySet())) + ".");
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
                            "users", work.users().get(Outcome.IMPORTED.key()),
                            "updated", work.users().get(Outcome.UPDATED.key()),
                            "tokens", work.tokens().get(Outcome.IMPORTED.key())));
        }
    }

    private void print(String what, Tally tally) {
        out().println(what + ":");
        for (Outcome outcome : Outcome.values()) {
            long count = tally.get(outcome.key());
            if (count > 0 || outcome == Outcome.IMPORTED) {
                out().println(String.format(Locale.ROOT, "%,12d  %s", count, outcome.text()));
            }
        }
    }
}
