package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.StoreCommand;
import dev.latchkey.operator.AccountAdmin;
import dev.latchkey.operator.AddressAdmin.Outcome;
import dev.latchkey.store.ContentionException;
import dev.latchkey.user.User;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command that does the same to the address of every user, and may be run again. */
abstract class AddressesCommand extends StoreCommand {
    private static final int PAGE = 200;

    AddressesCommand(CommandContext context) {
        super(context);
    }

    /** Does it to all users, and returns how often it ended how; who changes meanwhile again and again counts as gone. */
    final Map<Outcome, Long> all(AccountStores stores) {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, 0L);
        }
        AccountAdmin admin = stores.admin();
        @Nullable Long after = null;
        do {
            AccountAdmin.Page page = admin.list(PAGE, after);
            page.users().forEach(user -> counts.merge(one(user), 1L, Long::sum));
            after = page.next();
        } while (after != null);
        return counts;
    }

    private Outcome one(User user) {
        try {
            return handle(user);
        } catch (ContentionException e) {
            return Outcome.GONE;
        }
    }

    /** Does it to one user. */
    abstract Outcome handle(User user);
}
