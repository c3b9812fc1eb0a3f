package dev.latchkey.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish: commands and options with what they are for. */
final class FishScript {
    private static final String COMMAND = "latchkey";

    private final PrintWriter out;

    FishScript(PrintWriter out) {
        this.out = out;
    }

    void write(CommandLine root) {
        out.print("complete -c " + COMMAND + " -f\n");
        write(root, List.of());
    }

    private void write(CommandLine command, List<String> path) {
        List<String> names = new ArrayList<>();
        command.getSubcommands().forEach((name, subcommand) -> {
            names.add(name);
            if (!subcommand.getCommandSpec().usageMessage().hidden()) {
                line(
                        path,
                        List.of(),
                        "-a " + name,
                        first(subcommand.getCommandSpec().usageMessage().description()));
            }
        });
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                line(path, names, flags(option), first(option.description()));
            }
        }
        command.getSubcommands().forEach((name, subcommand) -> {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(name);
            write(subcommand, deeper);
        });
    }

    /** An option goes with the command that it belongs to, and not with those below. */
    private void line(List<String> path, List<String> unless, String what, String description) {
        StringBuilder condition = new StringBuilder(path.isEmpty() ? "__fish_use_subcommand" : "");
        for (String name : path) {
            condition
                    .append(condition.length() == 0 ? "" : "; and ")
                    .append("__fish_seen_subcommand_from ")
                    .append(name);
        }
        if (!path.isEmpty() && !unless.isEmpty()) {
            condition.append("; and not __fish_seen_subcommand_from ").append(String.join(" ", unless));
        }
        out.print("complete -c " + COMMAND + " -n '" + condition + "' " + what + " -d '"
                + description.replace("\\", "\\\\").replace("'", "\\'") + "'\n");
    }

    private static String flags(OptionSpec option) {
        StringBuilder flags = new StringBuilder();
        for (String name : option.names()) {
            flags.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        return flags.toString().strip() + (option.arity().max() > 0 ? " -r -F" : "");
    }

    /** The first sentence, on one line. */
    private static String first(String[] description) {
        String text = description.length == 0 ? "" : description[0].replace("%%", "%");
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }
}
