package dev.latchkey.cli.smoke;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.CommandModule;
import dev.latchkey.cli.console.StandardInput;
import dev.latchkey.cli.console.TerminalSafe;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code smoke-test}. */
@Command(
        name = "smoke-test",
        description = {
            "Checks that a deployed stack keeps the contract: that every protected route refuses a call without a token, with"
                    + " garbage and with a token that was logged out; logout, logoutall and the change of a password on the"
                    + " very next request; CORS, error texts, slashes. And tells how long calls took.",
            "It registers a user of a random name, whom no API call can delete: afterwards the user is there without sessions"
                    + " and with a password that nobody knows."
        },
        footer = {
            "",
            "The first call of a route may have met a function that had to start; the others are measured after all checks.",
            "The stack has to allow a user two sessions (TOKEN_LIMIT_PER_USER). With a cache in front of the authorizer, a"
                    + " logout does not hold at once, and this test fails.",
            "",
            "Examples:",
            "  ./latchkey smoke-test https://abc123.execute-api.eu-central-1.amazonaws.com/live",
            "  ./latchkey smoke-test http://127.0.0.1:3000 --requests 200 --json",
            "  ./latchkey smoke-test https://auth.example.com --user smoke --password-stdin < password.txt",
            "",
            "Exit codes: 0 all is well, 1 something is not, 2 called wrongly or no Latchkey is there."
        })
public final class SmokeTestCommand implements Callable<Integer> {
    /** The command. */
    public static final CommandModule MODULE = CommandModule.command("smoke-test", SmokeTestCommand::new);

    private static final int MAX_REQUESTS = 1_000;
    private static final int MAX_SECONDS = 300;
    private static final String CLEAR = "\r\u001b[K";

    private final CommandContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "URL",
            description = "The stack's output ApiUrl; whether it ends with a slash or with /api/auth does not matter.")
    private String url = "";

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "",
            description =
                    "Log in as this user instead of registering one, where registration is closed. All of the user's"
                            + " sessions end; the password is changed to itself.")
    private String username = "";

    @Option(
            names = "--password-stdin",
            description =
                    "Read the user's password from standard input, without the line end; otherwise it is asked for.")
    private boolean fromInput;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "20",
            description =
                    "How many calls of each kind to measure, up to " + MAX_REQUESTS + ". Default: ${DEFAULT-VALUE}.")
    private int requests;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description =
                    "How long to wait for one answer. Default: ${DEFAULT-VALUE}, as long as API Gateway itself waits.")
    private int timeout;

    @Option(names = "--json", description = "Print every single check and all times as JSON.")
    private boolean json;

    private SmokeTestCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkRange("--requests", requests, MAX_REQUESTS);
        checkRange("--timeout", timeout, MAX_SECONDS);
        if (fromInput && username.isEmpty()) {
            throw CommandException.misused("--password-stdin is the password of --user NAME.");
        }
        ApiUrl api = ApiUrl.parse(url);
        Latencies latencies = new Latencies();
        ApiClient client = new ApiClient(api, Duration.ofSeconds(timeout), latencies);
        String scheme = new SchemeFinder(client, api).scheme();
        SmokeUser user = username.isEmpty() ? SmokeUser.random() : new SmokeUser(username, password(), false);
        CheckResults results = new CheckResults();
        run(client, results, latencies, scheme, user);
        print(new SmokeReport(api, results, latencies), user, results);
        return results.areGood() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static void checkRange(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw CommandException.misused(option + " has to be from 1 to " + max + ".");
        }
    }

    private String password() throws IOException {
        return fromInput
                ? StandardInput.secret(context)
                : context.terminal()
                        .askSecretly("Password: ")
                        .orElseThrow(() -> CommandException.misused(
                                "There is no terminal to ask for the password: use --password-stdin."));
    }

    private void run(ApiClient client, CheckResults results, Latencies latencies, String scheme, SmokeUser user)
            throws InterruptedException {
        Secrets secrets = new Secrets();
        boolean isWatched = context.terminal().isWatched();
        PrintWriter err = spec.commandLine().getErr();
        Checks checks = new Checks(client, results, secrets, () -> {
            if (isWatched) {
                err.print(CLEAR + results.all().size() + " checks");
                err.flush();
            }
        });
        new SmokeTest(checks, results, latencies, secrets, scheme, user).run(requests);
        if (isWatched) {
            err.print(CLEAR);
            err.flush();
        }
    }

    private void print(SmokeReport report, SmokeUser user, CheckResults results) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json(user.username()));
            return;
        }
        report.print(out);
        out.println();
        if (user.isNew()) {
            out.println("The user " + TerminalSafe.text(user.username()) + " is left behind: \"users delete "
                    + user.username() + " --stack NAME\" removes it.");
        }
        out.println(results.areGood() ? "All is well." : "Not all is well.");
    }
}
