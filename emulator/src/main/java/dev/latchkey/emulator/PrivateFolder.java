package dev.latchkey.emulator;

import dev.latchkey.emulator.EmulatorException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/** A folder for password hashes: nobody but its owner reads it. */
final class PrivateFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private PrivateFolder() {}

    /**
     * Makes a folder, or checks the one that is there. An empty one that others may read becomes private.
     *
     * @throws EmulatorException when others may read what is in it
     * @throws IOException when it cannot be made
     */
    static void make(Path folder) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!posix) {
            Files.createDirectories(folder);
        } else if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else if (isOpen(folder)) {
            if (!isEmpty(folder)) {
                throw new EmulatorException(
                        Reason.FOLDER_NOT_WRITABLE,
                        "others on this machine may look into the data folder " + folder
                                + ", which has password hashes: \"chmod -R go= " + folder + "\" closes it");
            }
            Files.setPosixFilePermissions(folder, OWNER_ONLY);
        }
    }

    private static boolean isOpen(Path folder) throws IOException {
        return !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(folder));
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
