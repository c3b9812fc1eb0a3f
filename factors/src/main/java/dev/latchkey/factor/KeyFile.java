package dev.latchkey.factor;

import dev.latchkey.config.Randomness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** A key in a file that only its owner may read; made when it is first wanted. */
public final class KeyFile {
    private KeyFile() {}

    /**
     * Returns a box with the key of a file.
     *
     * @throws IOException if the file can neither be read nor made, or does not hold a key
     */
    public static SecretBox box(Path file, Randomness randomness) throws IOException {
        if (!Files.exists(file)) {
            make(file, randomness.bytes(KeyBox.KEY_BYTES));
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length != KeyBox.KEY_BYTES) {
            throw new IOException(file + " does not hold a key of " + KeyBox.KEY_BYTES + " bytes");
        }
        return new KeyBox(key, randomness);
    }

    /** Writes the file whole or not at all: half a key would be worse than none. */
    private static void make(Path file, byte[] key) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mine = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "key", ".new", mine);
        try (var channel = Files.newByteChannel(part, Set.of(StandardOpenOption.WRITE))) {
            channel.write(ByteBuffer.wrap(key));
        }
        try {
            Files.move(part, file);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster: its key is the one.
            Files.delete(part);
        }
    }
}
