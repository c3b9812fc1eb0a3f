package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.StandardInput;
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

/** What becomes of the authenticator apps of an export: under the key of these tables, or left out. */
final class ImportedSecrets {
    @Option(
            names = "--passphrase-stdin",
            description = "Read the passphrase of the export from standard input; otherwise it is asked for.")
    private boolean piped;

    @Option(
            names = "--private-key",
            paramLabel = "PEM",
            defaultValue = "",
            description = "The RSA private key that the export was made for.")
    private String privateKey = "";

    @Option(
            names = "--no-apps",
            description = "Leave out authenticator apps and backup codes. Users who have an app then cannot log in by"
                    + " password, until \"users reset-mfa\".")
    private boolean without;

    private Optional<SecretBox> theirs = Optional.empty();
    private Optional<SecretBox> own = Optional.empty();
    private long leftOut;

    /** Opens the export's key, before anything is written. */
    void begin(Path file, CommandContext context, AccountStores stores) throws IOException, DamagedFileException {
        Map<String, @Nullable Object> header = ExportFile.secrets(file);
        if (header.isEmpty() || without) {
            return;
        }
        own = stores.secrets();
        if (own.isEmpty()) {
            throw CommandException.refused("No key is known for authenticator apps in " + stores.place()
                    + ": the stack has none, or FACTOR_KEY has to name it. --no-apps leaves the apps out.");
        }
        try {
            theirs = Optional.of(
                    TransportKey.isUnderPassphrase(header)
                            ? TransportKey.open(header, passphrase(context))
                            : TransportKey.open(header, privateKey()));
        } catch (BadRowException e) {
            throw new DamagedFileException(file.toString(), "the header " + e.problem());
        }
    }

    private String passphrase(CommandContext context) throws IOException {
        if (piped) {
            return StandardInput.secret(context);
        }
        return context.terminal()
                .askSecretly("Passphrase: ")
                .orElseThrow(() -> CommandException.misused("The export holds authenticator apps under a passphrase:"
                        + " give it by --passphrase-stdin, or leave the apps out by --no-apps."));
    }

    private Path privateKey() {
        if (privateKey.isEmpty()) {
            throw CommandException.misused("The export holds authenticator apps for a recipient: name the private key"
                    + " by --private-key, or leave the apps out by --no-apps.");
        }
        return Path.of(privateKey);
    }

    /**
     * Tells whether an item comes in at all, and counts it if not.
     *
     * @throws DamagedFileException if its secret is not what was exported
     */
    boolean isWanted(FilePosition position, String table, Map<String, AttributeValue> item)
            throws DamagedFileException {
        if (!AppItems.isSecret(table, item)) {
            return true;
        }
        if (theirs.isEmpty()) {
            leftOut++;
            return false;
        }
        try {
            AppItems.opened(item, theirs.get());
            return true;
        } catch (NotSealedException e) {
            throw new DamagedFileException(position, "the secret is not the one that was exported");
        }
    }

    /** Tells whether an item is one that is left out. */
    boolean isLeftOut(String table, Map<String, AttributeValue> item) {
        return theirs.isEmpty() && AppItems.isSecret(table, item);
    }

    /** Writes an item where none is, with its secret under the key of these tables. */
    ItemTables.PutResult put(ItemTables tables, String table, Map<String, AttributeValue> item) {
        if (theirs.isEmpty() || own.isEmpty() || !AppItems.isSecret(table, item)) {
            return tables.put(table, item);
        }
        SecretBox box = own.get();
        SecretBox ofFile = theirs.get();
        return tables.put(
                table,
                AppItems.rewrapped(item, ofFile, box),
                here -> AppItems.isSecret(table, here) && AppItems.areSame(here, box, item, ofFile));
    }

    /** Says in one line what was left out; nothing if there is nothing to say. */
    Optional<String> report() {
        return leftOut == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "Left out: authenticator apps and backup codes of %,d users, who cannot log in by password until"
                                + " \"users reset-mfa\". To take them along, import without --no-apps into empty tables.",
                        leftOut));
    }
}
