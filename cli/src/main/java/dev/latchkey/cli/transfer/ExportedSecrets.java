package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.StandardInput;
import dev.latchkey.cli.console.Terminal;
import dev.latchkey.cli.target.AccountStores;
import dev.latchkey.factor.NotSealedException;
import dev.latchkey.factor.SecretBox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What becomes of authenticator apps in an export: under a key of the export's, or left out. */
final class ExportedSecrets {
    @Option(
            names = "--passphrase",
            description = "Ask for a passphrase, and take authenticator apps along, encrypted under it.")
    private boolean asked;

    @Option(
            names = "--passphrase-stdin",
            description = "The same, with the passphrase from standard input, without the line end.")
    private boolean piped;

    @Option(
            names = "--recipient",
            paramLabel = "PEM",
            defaultValue = "",
            description = "The same, for who has the private key to this RSA public key, of 2048 bits at least.")
    private String recipient = "";

    private Optional<TransportKey> key = Optional.empty();
    private Optional<SecretBox> own = Optional.empty();
    private long leftOut;
    private long unreadable;

    /** Makes the key, before anything is written. */
    void begin(CommandContext context, AccountStores stores) throws IOException {
        int ways = (asked ? 1 : 0) + (piped ? 1 : 0) + (recipient.isEmpty() ? 0 : 1);
        if (ways > 1) {
            throw CommandException.misused("Only one of --passphrase, --passphrase-stdin and --recipient.");
        }
        if (ways == 0) {
            return;
        }
        own = stores.secrets();
        if (own.isEmpty()) {
            throw CommandException.misused("No key is known that opens the authenticator apps of " + stores.place()
                    + ": the stack has none, or FACTOR_KEY has to name it.");
        }
        var randomness = stores.environment().randomness();
        key = Optional.of(
                recipient.isEmpty()
                        ? TransportKey.under(passphrase(context), randomness)
                        : TransportKey.forRecipient(Path.of(recipient), randomness));
    }

    private String passphrase(CommandContext context) throws IOException {
        String passphrase = piped ? StandardInput.secret(context) : typed(context.terminal());
        if (passphrase.codePointCount(0, passphrase.length()) < TransportKey.LEAST_CHARACTERS) {
            throw CommandException.refused(
                    "A passphrase has " + TransportKey.LEAST_CHARACTERS + " characters at least.");
        }
        return passphrase;
    }

    private static String typed(Terminal terminal) {
        Optional<String> first = terminal.askSecretly("Passphrase: ");
        Optional<String> second = first.isEmpty() ? first : terminal.askSecretly("Passphrase again: ");
        if (first.isEmpty() || second.isEmpty()) {
            throw CommandException.misused("There is no terminal to ask for the passphrase: use --passphrase-stdin.");
        }
        if (!first.equals(second)) {
            throw CommandException.refused("The two passphrases differ.");
        }
        return first.get();
    }

    /** Returns what the header says of the key; nothing if none is taken along. */
    Map<String, @Nullable Object> header() {
        return key.map(TransportKey::header).orElse(Map.of());
    }

    /** Tells whether any way was chosen to take secrets along. */
    boolean isAsked() {
        return key.isPresent();
    }

    /** Returns an item as it is exported: with its secret under the export's key, or nothing if it is left out. */
    Optional<Map<String, AttributeValue>> exported(String table, Map<String, AttributeValue> item) {
        if (!AppItems.isSecret(table, item)) {
            return Optional.of(item);
        }
        if (key.isEmpty() || own.isEmpty()) {
            leftOut++;
            return Optional.empty();
        }
        try {
            return Optional.of(AppItems.rewrapped(item, own.get(), key.get().box()));
        } catch (NotSealedException e) {
            unreadable++;
            return Optional.empty();
        }
    }

    /** Says in one line what was left out and how to take it along; nothing if there is nothing to say. */
    Optional<String> report() {
        if (leftOut > 0) {
            return Optional.of(line(leftOut)
                    + "whose secrets only this stack's key opens. --passphrase or --recipient takes them along; without"
                    + " them these users cannot log in by password where this is imported, until \"users reset-mfa\".");
        }
        return unreadable > 0
                ? Optional.of(line(unreadable) + "which this stack's key does not open: it is not the key that they"
                        + " were encrypted with.")
                : Optional.empty();
    }

    /** Tells whether anything is missing that was to be taken along. */
    boolean isIncomplete() {
        return unreadable > 0;
    }

    private static String line(long users) {
        return String.format(Locale.ROOT, "Left out: authenticator apps and backup codes of %,d users, ", users);
    }
}
