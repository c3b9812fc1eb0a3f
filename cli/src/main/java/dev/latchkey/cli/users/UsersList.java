package dev.latchkey.cli.users;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter.FixedSpaceIndenter;
import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.console.TextTable;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.StoreCommand;
import dev.latchkey.operator.AccountAdmin.Page;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code users list}. */
@Command(
        name = "list",
        description = {
            "Lists users, a page at a time, in no particular order.",
            "This scans the users table: on AWS you pay for all that is read, and a large table takes its time.",
            "To find one user, \"users show NAME\" reads two items."
        },
        footer = {
            "",
            "With --json the answer is one document, {\"users\": [...], \"next\": \"id:42\"}; next is null on the last page.",
            "",
            "Examples:",
            "  ./latchkey users list",
            "  ./latchkey users list --limit 500 --after id:42",
            "  ./latchkey users list --search example.com",
            "  ./latchkey users list --all --json | jq -r '.users[] | select(.active | not) | .username'"
        })
final class UsersList extends StoreCommand {
    private static final int CHUNK = 1_000;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many users a page has, from 1 to 1000; by default ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "id:ID",
            defaultValue = "",
            description = "Go on after this user: what the page before ended with.")
    private String after = "";

    @Option(names = "--all", description = "List every user instead of a page.")
    private boolean all;

    @Option(
            names = "--search",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "List every user whose name or e-mail address contains this, whatever the case.")
    private String search = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    UsersList(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) throws IOException {
        if (limit < 1 || limit > CHUNK) {
            throw CommandException.misused("--limit must be a whole number from 1 to " + CHUNK + ".");
        }
        all |= !search.isEmpty();
        Long position = after.isEmpty() ? null : position();
        if (json) {
            printJson(stores, position);
        } else {
            printTable(stores, position);
        }
        return 0;
    }

    private Long position() {
        if (!after.startsWith("id:")) {
            throw CommandException.misused("--after takes id: and a number, as in id:42.");
        }
        return AccountStores.id(after);
    }

    private Page page(AccountStores stores, @Nullable Long position) {
        Page page = stores.admin().list(all ? CHUNK : limit, position);
        return search.isEmpty()
                ? page
                : new Page(page.users().stream().filter(this::isFound).toList(), page.next());
    }

    private boolean isFound(User user) {
        String wanted = folded(search);
        return folded(user.username()).contains(wanted) || folded(user.email()).contains(wanted);
    }

    private static String folded(String text) {
        return UsernameRule.normalize(text).toLowerCase(Locale.ROOT);
    }

    private void printTable(AccountStores stores, @Nullable Long position) {
        UserView view = new UserView(stores);
        Long next = position;
        do {
            TextTable table = UserView.table();
            Page page = page(stores, next);
            page.users().forEach(user -> view.addTo(table, user));
            if (search.isEmpty() || !page.users().isEmpty()) {
                table.print(out());
            }
            next = page.next();
        } while (all && next != null);
        if (next != null) {
            err().println("There are more: users list --after id:" + next);
        }
    }

    /** Writes one document, however many users there are, without holding more than a page of them. */
    private void printJson(AccountStores stores, @Nullable Long position) throws IOException {
        UserView view = new UserView(stores);
        Long next = position;
        JsonGenerator document = new JsonFactory().createGenerator(out()).setPrettyPrinter(oneUserALine());
        document.writeStartObject();
        document.writeArrayFieldStart("users");
        do {
            Page page = page(stores, next);
            for (User user : page.users()) {
                document.writeRawValue(TerminalSafe.json(view.json(user)));
            }
            next = page.next();
        } while (all && next != null);
        document.writeEndArray();
        document.writeStringField("next", next == null ? null : "id:" + next);
        document.writeEndObject();
        document.flush();
        out().println();
    }

    private static DefaultPrettyPrinter oneUserALine() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(new DefaultIndenter("", System.lineSeparator()));
        printer.indentObjectsWith(FixedSpaceIndenter.instance);
        return printer;
    }
}
