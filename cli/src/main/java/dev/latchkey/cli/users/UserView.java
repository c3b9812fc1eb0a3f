package dev.latchkey.cli.users;

import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.console.TextTable;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.passwords.PasswordHasher;
import dev.latchkey.text.UtcTime;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How commands show a user; of the password only what kind of hash it is. */
final class UserView {
    private final PasswordHasher hasher;

    UserView(AccountStores stores) {
        hasher = PasswordHasher.from(stores.environment());
    }

    Map<String, @Nullable Object> json(User user) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("id", user.id());
        members.put("username", user.username());
        members.put("email", user.email());
        members.put("active", user.active());
        members.put("kind", user.security().kind().label());
        members.put("roles", user.security().roles().stream().sorted().toList());
        members.put("password", passwordKind(user.passwordHash()));
        members.put("created", UtcTime.textOrNull(user.created()));
        members.put("last_login", UtcTime.textOrNull(user.lastLogin()));
        return members;
    }

    void print(User user, PrintWriter out) {
        new TextTable("Id", Long.toString(user.id()))
                .add("Name", TerminalSafe.text(user.username()))
                .add("E-mail", TerminalSafe.text(user.email()))
                .add("Active", yesOrNo(user.active()))
                .add("Kind", user.security().kind().label())
                .add(
                        "Roles",
                        String.join(
                                ", ", user.security().roles().stream().sorted().toList()))
                .add("Password", passwordKind(user.passwordHash()))
                .add("Created", TextTable.time(user.created()))
                .add("Last login", TextTable.time(user.lastLogin()))
                .print(out);
    }

    static TextTable table() {
        return new TextTable("ID", "NAME", "E-MAIL", "ACTIVE", "PASSWORD", "CREATED", "LAST LOGIN");
    }

    void addTo(TextTable table, User user) {
        table.add(
                Long.toString(user.id()),
                TerminalSafe.text(user.username()),
                TerminalSafe.text(user.email()),
                yesOrNo(user.active()),
                passwordKind(user.passwordHash()),
                TextTable.time(user.created()),
                TextTable.time(user.lastLogin()));
    }

    static String yesOrNo(boolean flag) {
        return flag ? "yes" : "no";
    }

    /** Names the algorithm; {@code none} where no password can be right. */
    private String passwordKind(@Nullable PasswordHash hash) {
        if (hash == null || !hasher.canVerify(hash.encoded())) {
            return "none";
        }
        String encoded = hash.encoded();
        int start = encoded.startsWith("$") ? 1 : 0;
        return encoded.substring(start, encoded.indexOf('$', start));
    }
}
