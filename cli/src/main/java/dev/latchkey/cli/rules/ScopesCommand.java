package dev.latchkey.cli.rules;

import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.CommandModule;
import dev.latchkey.cli.console.TerminalSafe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scopes}: makes stage variables from a description in OpenAPI. */
@Command(
        name = "scopes",
        description = {
            "Writes the stage variables that tell the authorizer what each route of your API asks for.",
            "An operation of the description says it by x-latchkey-scopes: words such as orders.read&role:staff, or a list of"
                    + " them. The description itself may say it by x-latchkey-default for every route that it does not"
                    + " describe; otherwise those are denied.",
            "An operation with \"security: []\" is behind no authorizer and left out."
        },
        footer = {
            "",
            "Example:",
            "  ./latchkey scopes openapi.yaml",
            "",
            "Exit codes: 0 done, 1 a route has no rule or one that cannot be, 2 called wrongly or no description."
        })
public final class ScopesCommand implements Callable<Integer> {
    /** The command. */
    public static final CommandModule MODULE = CommandModule.command("scopes", context -> new ScopesCommand());

    private static final String SCOPES = "x-latchkey-scopes";
    private static final String DEFAULT = "x-latchkey-default";
    private static final String ANY = "x-amazon-apigateway-any-method";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "options", "head", ANY);
    private static final int MAX_ALIASES = 1000;

    @Parameters(paramLabel = "FILE", description = "The description, in YAML or JSON.")
    private Path file = Path.of("openapi.yaml");

    @Option(names = "--json", description = "Print the variables as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private ScopesCommand() {}

    @Override
    public Integer call() throws IOException {
        Map<?, ?> description = read();
        List<String> wrong = new ArrayList<>();
        Map<String, String> variables = variables(description, wrong);
        if (!wrong.isEmpty()) {
            throw CommandException.refused(String.join(
                    System.lineSeparator(),
                    wrong.stream().map(TerminalSafe::text).toList()));
        }
        if (json) {
            spec.commandLine().getOut().println(TerminalSafe.json(variables));
        } else {
            variables.forEach((name, value) -> spec.commandLine().getOut().println(name + ": '" + value + "'"));
        }
        return 0;
    }

    private Map<?, ?> read() throws IOException {
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file.toString())
                    .setMaxAliasesForCollections(MAX_ALIASES)
                    .build();
            Object read = new Load(settings).loadFromString(Files.readString(file));
            if (read instanceof Map<?, ?> map && map.get("paths") instanceof Map<?, ?>) {
                return map;
            }
            throw CommandException.misused(file + " is no description of an API: it has no paths.");
        } catch (NoSuchFileException e) {
            throw CommandException.misused("There is no file " + file + ".");
        } catch (YamlEngineException e) {
            throw CommandException.misused(file + " cannot be read: " + e.getMessage());
        }
    }

    private static Map<String, String> variables(Map<?, ?> description, List<String> wrong) {
        Object standard = description.get(DEFAULT);
        RuleVariables variables;
        try {
            variables = new RuleVariables(standard == null ? "deny" : rule(standard));
        } catch (IllegalArgumentException e) {
            wrong.add(DEFAULT + " " + e.getMessage() + ".");
            return Map.of();
        }
        map(description.get("paths")).forEach((path, item) -> add(String.valueOf(path), map(item), variables, wrong));
        if (!wrong.isEmpty()) {
            return Map.of();
        }
        try {
            return variables.byName();
        } catch (IllegalArgumentException e) {
            wrong.add("The description " + e.getMessage() + ".");
            return Map.of();
        }
    }

    private static void add(String path, Map<?, ?> item, RuleVariables variables, List<String> wrong) {
        item.forEach((name, value) -> {
            String key = String.valueOf(name);
            Map<?, ?> operation = map(value);
            boolean isOpen = operation.get("security") instanceof List<?> list && list.isEmpty();
            if (!METHODS.contains(key) || isOpen) {
                return;
            }
            String method = key.equals(ANY) ? "ANY" : key.toUpperCase(Locale.ROOT);
            Object rule = operation.containsKey(SCOPES) ? operation.get(SCOPES) : item.get(SCOPES);
            if (method.equals("HEAD")) {
                // It is what GET is, and a rule that says otherwise would say nothing.
                Object ofGet = map(item.get("get")).get(SCOPES);
                if (rule != null && !rule.equals(ofGet == null ? item.get(SCOPES) : ofGet)) {
                    wrong.add("HEAD " + path + " has another rule than GET: HEAD counts as GET.");
                }
                return;
            }
            if (rule == null) {
                wrong.add(method + " " + path + " has no " + SCOPES + ".");
                return;
            }
            try {
                variables.add(method, path, rule(rule));
            } catch (IllegalArgumentException e) {
                wrong.add(method + " " + path + " " + e.getMessage() + ".");
            }
        });
    }

    private static String rule(Object written) {
        return written instanceof List<?> words
                ? String.join("&", words.stream().map(String::valueOf).toList())
                : String.valueOf(written);
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
