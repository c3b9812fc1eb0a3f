package dev.latchkey.local;

import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.CommandModule;
import dev.latchkey.cli.target.KeyVariables;
import dev.latchkey.cli.target.RunningServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Runs the whole stack until it is told to stop. */
@Command(
        name = "serve",
        description = {
            "Runs Latchkey on this machine: the API, its functions and a DynamoDB, in one process.",
            "",
            "The API is built from template.yaml, as a deployment would be. Data is kept across restarts.",
            "Ctrl-C ends it once the requests under way are answered.",
            ""
        },
        footerHeading = "%nSettings come from the environment, under the names that the functions have for them:%n%n",
        footer = {
            "  TOKEN_TTL=PT1M ./latchkey serve",
            "",
            "Limits by address (LOGIN_FAILURES_PER_SOURCE, REGISTRATIONS_PER_SOURCE, MAIL_REQUESTS_PER_SOURCE) are"
                    + " none unless set:",
            "here all clients have one address.",
            "SECOND_FACTOR is optional unless set. Passkeys are made for localhost, and work at http://localhost:PORT.",
            "",
            "MAIL is outbox: mails are shown at /outbox. MAIL=smtp with SMTP_HOST sends them, MAIL=off leaves recovery out.",
            "",
            "Examples:",
            "  ./latchkey serve --in-memory --port 8080",
            "  aws dynamodb list-tables --endpoint-url http://127.0.0.1:8000",
            "",
            "Exit code: 2 when it cannot start; 130 after Ctrl-C and 143 after SIGTERM, as usual."
        })
final class ServeCommand implements Callable<Integer> {
    static final CommandModule MODULE = CommandModule.command("serve", context -> new ServeCommand());

    private static final int MAX_PORT = 65_535;
    private static final int DEFAULT_PORT = 3_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:PORT:-3000}",
            converter = Port.class,
            description = "Port of the API, 0 for any free one. Default: PORT from the environment, or 3000.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address that the API listens on. Default: ${DEFAULT-VALUE}, for this machine only.")
    private String host = "";

    @Option(
            names = "--dynamodb-port",
            paramLabel = "PORT",
            defaultValue = "8000",
            converter = Port.class,
            description = "Port of DynamoDB, on 127.0.0.1, 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int dynamoDbPort;

    @Option(
            names = "--dynamodb",
            paramLabel = "URL",
            defaultValue = "",
            description = "Run on the DynamoDB that is at this address already, of any make, and start none.")
    private String dynamoDb = "";

    @Option(names = "--in-memory", description = "Keep no data: every start is a fresh one.")
    private boolean inMemory;

    @Option(names = "--logs", description = "Also print what the functions log, as Lambda would hand it to CloudWatch.")
    private boolean logs;

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            defaultValue = "${sys:latchkey.home:-.}/.latchkey",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "Where data is kept. Default: .latchkey beside template.yaml.")
    private Path dataFolder = Path.of(".latchkey");

    @Option(
            names = "--template",
            paramLabel = "FILE",
            defaultValue = "${sys:latchkey.home:-.}/template.yaml",
            description = "The template to run. Default: Latchkey's own template.yaml.")
    private Path template = Path.of("template.yaml");

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = "Value of a parameter of the template; may be given several times.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        var console = new Console(
                spec.commandLine().getOut(),
                spec.commandLine().getColorScheme().ansi().enabled(),
                logs);
        LocalServer server = start(options(console));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        announce(server);
        tellOfLicence();
        console.ready(server.url(), server.dynamoDbUrl(), inMemory ? Optional.empty() : Optional.of(dataFolder));
        new CountDownLatch(1).await();
        return 0;
    }

    /** DynamoDB Local is Amazon's, and asks more of who uses it than Latchkey does. */
    private void tellOfLicence() {
        if (!settings().getOrDefault(LocalServer.OTHER_ENGINE, "").isEmpty()
                || !RunningServer.isFirst("licence-told")) {
            return;
        }
        spec.commandLine()
                .getErr()
                .println("Amazon DynamoDB Local, which keeps the data here, has a licence of its own: for internal use,"
                        + " with an AWS account. docs/licences.md says more; --dynamodb URL runs on another"
                        + " engine.");
    }

    /** Commands that do not find the server can still be told where it is. */
    private void announce(LocalServer server) {
        try {
            RunningServer announced = RunningServer.announce(
                    server.url(),
                    server.dynamoDbUrl(),
                    KeyVariables.of(settings()),
                    inMemory ? Optional.empty() : Optional.of(dataFolder.resolve(LocalServer.FACTOR_KEY)),
                    server.tables().getOrDefault("EVENTS_TABLE", ""));
            Runtime.getRuntime().addShutdownHook(new Thread(announced::close, "take back"));
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("latchkey: " + e.getMessage() + " cannot be written: commands need --endpoint "
                            + server.dynamoDbUrl() + ".");
        }
    }

    private static LocalServer start(ServerOptions options) {
        try {
            return LocalServer.start(options);
        } catch (StartException e) {
            throw CommandException.misused(String.valueOf(e.getMessage()));
        }
    }

    /** A port as it is written. */
    private static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                int port = Integer.parseInt(value);
                if (port >= 0 && port <= MAX_PORT) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw new TypeConversionException("\"" + value + "\" is no port: it has to be from 0 to " + MAX_PORT);
        }
    }

    private ServerOptions options(Console console) {
        return new ServerOptions(
                template,
                host,
                port,
                dynamoDbPort,
                inMemory ? Optional.empty() : Optional.of(dataFolder),
                settings(),
                parameters,
                true,
                console,
                console::log,
                Clock.systemUTC());
    }

    /**
     * The environment over what serve has other defaults for: all clients have one address here, so that limits by address
     * make sense only to one who asks for them, metrics are shown on a page, and what can be tried without AWS is on.
     */
    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("LOGIN_FAILURES_PER_SOURCE", "none");
        settings.put("REGISTRATIONS_PER_SOURCE", "none");
        settings.put("MAIL_REQUESTS_PER_SOURCE", "none");
        settings.put("METRICS_NAMESPACE", "Latchkey");
        settings.put("MAIL", "outbox");
        settings.put("MAIL_FROM", "Latchkey <no-reply@localhost>");
        settings.put("ACCOUNT_URL", accountUrl());
        settings.put("SECOND_FACTOR", "optional");
        settings.put("PASSKEY_RP_ID", "localhost");
        settings.put("PASSKEY_ORIGINS", "http://localhost:" + (port == 0 ? DEFAULT_PORT : port));
        System.getenv().forEach((name, value) -> {
            if (!value.isEmpty()) {
                settings.put(name, value);
            }
        });
        if (!dynamoDb.isEmpty()) {
            settings.put(LocalServer.OTHER_ENGINE, dynamoDb);
        }
        return settings;
    }

    /** Where links in mails lead; with a port that nobody knows yet, where they would by default. */
    private String accountUrl() {
        String name = host.equals("localhost") ? host : "127.0.0.1";
        return "http://" + name + ":" + (port == 0 ? DEFAULT_PORT : port) + "/account";
    }
}
