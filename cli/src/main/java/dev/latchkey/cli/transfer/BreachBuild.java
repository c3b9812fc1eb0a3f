package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.passwords.BreachFilter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code breach build}. */
@Command(
        name = "build",
        description = {
            "Makes the file that PASSWORD_BREACH=file looks passwords up in, from a list of breached passwords.",
            "A line of the list is a password; or its SHA-1 in hexadecimal digits and, behind a colon, how often it was found,"
                    + " as the downloader of Have I Been Pwned writes it. The first line says which."
        },
        footer = {
            "",
            "The list is read twice. A password takes 15 bits, in the file and, while it is made, in memory.",
            "",
            "Example:",
            "  ./latchkey breach build pwned.txt breach/passwords.filter --at-least 100"
        })
final class BreachBuild implements Callable<Integer> {
    private static final Pattern DIGEST = Pattern.compile("([0-9A-Fa-f]{40})(?::([0-9]{1,18}))?");

    private final CommandContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "LIST", description = "The list, a file in UTF-8.")
    private Path list = Path.of("");

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to write.")
    private Path file = Path.of("");

    @Option(names = "--force", description = "Replace the file if it is there.")
    private boolean force;

    @Option(
            names = "--at-least",
            paramLabel = "TIMES",
            defaultValue = "1",
            description =
                    "Leave out what was found less often; by default ${DEFAULT-VALUE}. Only for lists that say how often.")
    private long atLeast = 1;

    BreachBuild(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (!force && file.toFile().exists()) {
            throw CommandException.misused("The file " + file + " is there already: --force replaces it.");
        }
        boolean digests = DIGEST.matcher(firstLine()).matches();
        if (atLeast != 1 && !digests) {
            throw CommandException.misused(
                    "--at-least is for lists of SHA-1 digests with counts; " + list + " has passwords.");
        }
        long passwords = read(digests, "lines counted", 0, digest -> {});
        if (passwords == 0) {
            throw CommandException.refused(list + " has no password that is wanted.");
        }
        if (passwords > BreachFilter.MAX_PASSWORDS) {
            throw CommandException.refused(String.format(
                    Locale.ROOT,
                    "%s has %,d passwords; a file takes %,d. Leave out the rarest by --at-least.",
                    list,
                    passwords,
                    BreachFilter.MAX_PASSWORDS));
        }
        BreachFilter.Builder filter = new BreachFilter.Builder(passwords);
        read(digests, "passwords", passwords, filter::add);
        NewFile.writeForAll(file, filter::write);
        spec.commandLine()
                .getErr()
                .println(String.format(
                        Locale.ROOT,
                        "%s has %,d passwords in %,d bytes.",
                        file,
                        passwords,
                        file.toFile().length()));
        return 0;
    }

    /** Takes the digests of a list. */
    private interface Digests {
        void take(byte[] digest);
    }

    private long read(boolean digests, String what, long total, Digests taker) {
        try (BufferedReader lines = Files.newBufferedReader(list, StandardCharsets.UTF_8);
                Progress progress = new Progress(spec.commandLine().getErr(), context.terminal(), what, total)) {
            long taken = 0;
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                byte[] digest = line.isEmpty() ? null : digests ? digest(line, number) : BreachFilter.sha1(line);
                if (digest != null) {
                    taker.take(digest);
                    taken++;
                    progress.step();
                }
            }
            return taken;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns the digest of a line, or null if it was found too seldom. */
    private byte @Nullable [] digest(String line, long number) {
        Matcher parts = DIGEST.matcher(line.strip());
        if (!parts.matches()) {
            throw CommandException.refused("Line " + number + " of " + list
                    + " is no SHA-1 of 40 hexadecimal digits, with or without a count.");
        }
        boolean wanted = parts.group(2) == null || Long.parseLong(parts.group(2)) >= atLeast;
        return wanted ? HexFormat.of().parseHex(parts.group(1)) : null;
    }

    private String firstLine() {
        try (BufferedReader lines = Files.newBufferedReader(list, StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private CommandException unreadable(IOException failure) {
        return failure instanceof MalformedInputException
                ? CommandException.refused(list + " is not in UTF-8.")
                : CommandException.misused(list + " cannot be read.");
    }
}
