package dev.latchkey.cli.console;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * A command or a group of commands: how every one of them comes under the root.
 *
 * @param name the name that it has as a command
 * @param command makes the object that the command is read from
 * @param members the commands of a group
 */
public record CommandModule(String name, Function<CommandContext, Object> command, List<CommandModule> members) {
    /** Copies the members. */
    public CommandModule {
        members = List.copyOf(members);
    }

    /** Describes a command. */
    public static CommandModule command(String name, Function<CommandContext, Object> command) {
        return new CommandModule(name, command, List.of());
    }

    /** Describes a group of commands. */
    public static CommandModule group(String name, Function<CommandContext, Object> command, CommandModule... members) {
        return new CommandModule(name, command, List.of(members));
    }

    /**
     * Puts modules under a command. If the first argument names one of them, no other can be meant, and the others are left
     * out: to read what twenty commands take costs more processor time than most commands.
     *
     * @param parent the command
     * @param modules what may come under it
     * @param context what commands are run from
     * @param arguments what was typed after the command; nothing puts all of them there
     */
    public static void add(
            CommandLine parent, List<CommandModule> modules, CommandContext context, List<String> arguments) {
        List<CommandModule> meant = modules.stream()
                .filter(module -> arguments.stream()
                        .findFirst()
                        .filter(module.name::equals)
                        .isPresent())
                .toList();
        List<String> rest = meant.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        for (CommandModule module : meant.isEmpty() ? modules : meant) {
            CommandLine line = new CommandLine(module.command.apply(context));
            add(line, module.members, context, rest);
            parent.addSubcommand(line);
        }
    }
}
