package dev.latchkey.cli.users;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.StandardInput;
import dev.latchkey.cli.console.Terminal;
import dev.latchkey.passwords.PasswordPolicy;
import dev.latchkey.passwords.PasswordRule;
import dev.latchkey.passwords.PasswordViolation;
import dev.latchkey.user.Password;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a new password comes from: asked for twice, or standard input. Never an argument, which others could see. */
final class PasswordOptions {
    @Option(
            names = "--password-stdin",
            description = "Read the password from standard input, without the line end; otherwise it is asked for.")
    private boolean fromInput;

    @Option(
            names = "--no-policy",
            description = "Take the password even if it is short, common, only digits, or like the name: for one that a"
                    + " machine made, or that is replaced at once.")
    private boolean withoutPolicy;

    /** Tells whether {@code --password-stdin} was given. */
    boolean isFromInput() {
        return fromInput;
    }

    /** Returns a new password for a user, after the rules for new passwords. */
    Password read(CommandContext context, String username, String email) throws IOException {
        String text = fromInput ? StandardInput.secret(context) : typed(context.terminal());
        Password password = Password.of(text);
        List<String> wrong = PasswordRule.fieldViolations(text);
        if (wrong.isEmpty() && !withoutPolicy) {
            wrong = PasswordPolicy.violations(password, username, email).stream()
                    .map(PasswordViolation::message)
                    .toList();
        }
        if (!wrong.isEmpty()) {
            throw CommandException.refused(String.join(System.lineSeparator(), wrong));
        }
        return password;
    }

    private static String typed(Terminal terminal) {
        Optional<String> first = terminal.askSecretly("Password: ");
        Optional<String> second = first.isEmpty() ? first : terminal.askSecretly("Password again: ");
        if (first.isEmpty() || second.isEmpty()) {
            throw CommandException.misused("There is no terminal to ask for the password: use --password-stdin.");
        }
        if (!first.equals(second)) {
            throw CommandException.refused("The two passwords differ.");
        }
        return first.get();
    }
}
