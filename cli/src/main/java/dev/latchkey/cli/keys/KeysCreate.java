package dev.latchkey.cli.keys;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.cli.target.UserNameCommand;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.key.KeyIssuer;
import dev.latchkey.key.KeyNameRule;
import dev.latchkey.key.KeySettings;
import dev.latchkey.key.NewKey;
import dev.latchkey.key.Scope;
import dev.latchkey.key.Scopes;
import dev.latchkey.user.Kind;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keys create}. */
@Command(
        name = "create",
        description = "Makes a key for a user or a service, and prints it: it is shown this once.",
        footer = {
            "",
            "Examples:",
            "  ./latchkey keys create reports --scopes orders.read,orders.write --name \"nightly report\"",
            "  ./latchkey keys create ada --scopes orders.read --name laptop --ttl P30D --json --stack auth-prod"
        })
final class KeysCreate extends UserNameCommand {
    private static final String TTL = "--ttl";

    @Option(
            names = "--scopes",
            paramLabel = "SCOPE",
            required = true,
            split = ",",
            description = "What the key may be used for, separated by commas; of the scopes in KEY_SCOPES.")
    private List<String> scopes = List.of();

    @Option(
            names = "--name",
            paramLabel = "TEXT",
            required = true,
            description = "What the key is for, at most 100 characters.")
    private String name = "";

    @Option(
            names = TTL,
            paramLabel = "DURATION",
            defaultValue = "",
            description =
                    "How long it is good: seconds, or ISO 8601 as in P30D. Default: as long as KEY_MAX_TTL allows.")
    private String ttl = "";

    @Option(names = "--json", description = "Print the key as JSON.")
    private boolean json;

    KeysCreate(CommandContext context) {
        super(context);
    }

    @Override
    protected int run(AccountStores stores) {
        String called = name.strip();
        List<String> wrong = KeyNameRule.violations(called);
        if (!wrong.isEmpty()) {
            throw CommandException.misused("--name: " + String.join(" ", wrong));
        }
        KeySettings settings = stores.keySettings();
        User user = stores.user(named());
        Scopes asked = asked(settings, user);
        Instant now = stores.environment().now();
        NewKey made = new KeyIssuer(settings, stores.environment().randomness())
                .issue(user, called, asked, expiry(settings, now), now);
        if (!user.active() || !stores.keys().create(user, made.key(), List.of())) {
            throw CommandException.refused(TerminalSafe.text(user.username())
                    + (user.active() ? " was changed meanwhile: try again." : " is not active."));
        }
        tell(
                AccountEvent.Kind.KEY_MADE,
                stores,
                Map.of(
                        "userId", Long.toString(user.id()),
                        "tokenKey", made.key().key().value(),
                        "scopes", asked.toString()));
        print(made);
        return 0;
    }

    private void print(NewKey made) {
        if (json) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            members.put("key", made.text().reveal());
            members.putAll(KeyView.json(made.key()));
            out().println(TerminalSafe.json(members));
        } else {
            out().println(made.text().reveal());
            err().println("The key " + made.key().key() + " is shown this once.");
        }
    }

    private Scopes asked(KeySettings settings, User user) {
        for (String scope : scopes) {
            if (!Scope.isValid(scope) || !settings.offered().containsKey(scope)) {
                throw CommandException.misused("There is no scope \"" + TerminalSafe.text(scope) + "\". KEY_SCOPES has "
                        + String.join(
                                ", ",
                                settings.offered().keySet().stream().sorted().toList()) + ".");
            }
            if (!settings.allows(user, new Scope(scope))) {
                throw CommandException.refused(refusal(settings, user, scope));
            }
        }
        return Scopes.of(scopes);
    }

    private static String refusal(KeySettings settings, User user, String scope) {
        if (scope.equals(Scope.INTROSPECT) && user.security().kind() != Kind.SERVICE) {
            return "The scope " + scope + " is for services: users create NAME --service.";
        }
        String role = settings.offered().getOrDefault(scope, "");
        return "The scope " + scope + " asks for the role " + role + ", which " + TerminalSafe.text(user.username())
                + " has not: users roles.";
    }

    private Instant expiry(KeySettings settings, Instant now) {
        try {
            Duration life = new Variables(Map.of(TTL, ttl)).duration(TTL, settings.maxTtl());
            if (life.compareTo(settings.maxTtl()) > 0) {
                throw CommandException.misused(
                        TTL + " must not be longer than KEY_MAX_TTL, which is " + settings.maxTtl());
            }
            return now.plus(life);
        } catch (InvalidSettingException e) {
            throw CommandException.misused(String.valueOf(e.getMessage()));
        }
    }
}
