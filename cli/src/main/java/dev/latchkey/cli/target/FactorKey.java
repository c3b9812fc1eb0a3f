package dev.latchkey.cli.target;

import dev.latchkey.cli.console.CommandException;
import dev.latchkey.cli.console.TerminalSafe;
import dev.latchkey.config.Randomness;
import dev.latchkey.factor.KeyFile;
import dev.latchkey.factor.SecretBox;
import dev.latchkey.kms.KmsSecretBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the secrets of second factors can be opened: a key of KMS, or the local server's key file. */
final class FactorKey {
    /** The variable that names the key: as the functions have it, or {@link #FILE} and a path. */
    static final String VARIABLE = "FACTOR_KEY";

    static final String FILE = "file:";

    private FactorKey() {}

    /**
     * Returns the box with a key, or nothing where there is none.
     *
     * @param name a key of KMS, a key file, or the empty text
     * @throws CommandException if there is no such file, or it holds no key
     */
    static Optional<SecretBox> box(Connection connection, String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                name.startsWith(FILE)
                        ? ofFile(Path.of(name.substring(FILE.length())))
                        : new KmsSecretBox(connection.kms(), name));
    }

    /** A file that is not there is not made, or nothing would be opened by it. */
    private static SecretBox ofFile(Path file) {
        String named = TerminalSafe.text(file.toString());
        if (!Files.isRegularFile(file)) {
            throw CommandException.misused("There is no key file " + named + ", which " + VARIABLE + " names.");
        }
        try {
            return KeyFile.box(file, Randomness.SECURE);
        } catch (IOException e) {
            throw CommandException.misused("The key file " + named + " cannot be used: " + e.getMessage() + ".");
        }
    }
}
