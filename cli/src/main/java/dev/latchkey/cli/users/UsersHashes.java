package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.console.TextTable;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.StoreCommand;
import dev.latchkey.cli.target.StoredHashCount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code users hashes}. */
@Command(
        name = "hashes",
        description = {
            "Counts how the stored passwords are hashed: how far a migration has come.",
            "Logins use the count: a name that nobody has takes as long as the name of some user, so that the time does not tell"
                    + " who exists. An import counts by itself. Count again after you have changed ARGON2_MEMORY_KIB,"
                    + " ARGON2_ITERATIONS or ARGON2_PARALLELISM.",
            "This scans the users table: on AWS you pay for all that is read."
        },
        footer = {"", "Examples:", "  ./latchkey users hashes", "  ./latchkey users hashes --stack auth-prod --json"})
final class UsersHashes extends StoreCommand {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    UsersHashes(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        List<StoredHashCount.Kind> kinds = StoredHashCount.of(stores).kinds();
        if (json) {
            out().println(TerminalSafe.json(
                    Map.of("hashes", kinds.stream().map(UsersHashes::view).toList())));
            return 0;
        }
        TextTable table = new TextTable("USERS", "HASH", "");
        kinds.forEach(kind -> table.add(
                String.format(Locale.ROOT, "%,d", kind.users()), kind.name(), kind.current() ? "as new ones" : ""));
        table.print(out());
        return 0;
    }

    private static Map<String, @Nullable Object> view(StoredHashCount.Kind kind) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("hash", kind.name());
        view.put("users", kind.users());
        view.put("current", kind.current());
        return view;
    }
}
