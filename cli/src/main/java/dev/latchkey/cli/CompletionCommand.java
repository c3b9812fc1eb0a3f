package dev.latchkey.cli;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        description = {
            "Prints a script that teaches a shell to complete latchkey's commands and options.",
            "",
            "For this shell, or for every one by the same line in ~/.bashrc or ~/.zshrc:",
            "",
            "  eval \"$(./latchkey completion bash)\"",
            "  eval \"$(./latchkey completion zsh)\"",
            "  ./latchkey completion fish | source",
            ""
        })
final class CompletionCommand implements Callable<Integer> {
    private final Supplier<CommandLine> all;

    /**
     * Builds the command.
     *
     * @param all makes the whole command line
     */
    CompletionCommand(Supplier<CommandLine> all) {
        this.all = all;
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", completionCandidates = Shells.class, description = "bash, zsh or fish.")
    private String context = "";

    /** The shells that there is a script for. */
    static final class Shells implements Iterable<String> {
        private static final List<String> NAMES = List.of("bash", "zsh", "fish");

        @Override
        public Iterator<String> iterator() {
            return NAMES.iterator();
        }
    }

    @Override
    public Integer call() {
        if (!Shells.NAMES.contains(context)) {
            throw new ParameterException(
                    spec.commandLine(), "there is completion for bash, zsh and fish, not for " + context);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (context.equals("fish")) {
            new FishScript(out).write(all.get());
            out.flush();
            return 0;
        }
        if (context.equals("zsh")) {
            out.print("compopt() { :; }\n"); // A builtin of bash, which the script calls in zsh too.
        }
        out.print(AutoComplete.bash("latchkey", all.get()));
        out.flush();
        return 0;
    }
}
