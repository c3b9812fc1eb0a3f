package dev.latchkey.cli.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** {@code .latchkey} beside the template, which nobody but its owner reads: the local server keeps password hashes in it. */
final class LocalFolder {
    private LocalFolder() {}

    static Path file(String name) {
        return Path.of(System.getProperty("latchkey.home", "."), ".latchkey", name);
    }

    /** Makes a folder, and what it is in, if it is not there. */
    static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        Files.createDirectories(folder, attributes);
    }
}
