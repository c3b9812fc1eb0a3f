package dev.latchkey.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Names the programs. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        description = "Measures Latchkey beside what it is compared with.",
        subcommands = {
            Cold.class,
            ColdChoices.class,
            PrimingRounds.class,
            Warm.class,
            HttpClients.class,
            Argon2.class,
            Names.class,
            Scale.class,
            Knox.class,
            Cost.class
        })
public final class Main {
    private Main() {}

    /** Runs one program and exits with its status. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
