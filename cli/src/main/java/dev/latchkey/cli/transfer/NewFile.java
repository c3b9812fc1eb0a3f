package dev.latchkey.cli.transfer;

import dev.latchkey.cli.console.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is there whole or not at all: it is written beside its place, and moved there when it is done. */
final class NewFile {
    private NewFile() {}

    /** Writes what a file is to hold. */
    interface Content {
        void write(OutputStream stream) throws IOException;
    }

    /**
     * Writes a file that only its owner may read.
     *
     * @throws CommandException if it cannot be written; then nothing of it is left
     */
    static void write(Path path, Content content) {
        write(path, PrivateFile::create, content);
    }

    /**
     * Writes a file that others may read, as far as this process lets them.
     *
     * @throws CommandException if it cannot be written; then nothing of it is left
     */
    static void writeForAll(Path path, Content content) {
        write(
                path,
                part -> Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                content);
    }

    /** Makes a file. */
    private interface Creation {
        OutputStream create(Path path) throws IOException;
    }

    private static void write(Path path, Creation creation, Content content) {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            writeInPlace(path, content);
            return;
        }
        Path part = path.resolveSibling(
                path.getFileName() + ".part-" + ProcessHandle.current().pid());
        try {
            try (OutputStream stream = creation.create(part)) {
                content.write(stream);
            }
            move(part, path);
        } catch (IOException e) {
            throw refused(path, e);
        } finally {
            part.toFile().delete();
        }
    }

    /** A device or a named pipe is nothing that a file could be put in the place of. */
    private static void writeInPlace(Path path, Content content) {
        try (OutputStream stream = Files.newOutputStream(path)) {
            content.write(stream);
        } catch (IOException e) {
            throw refused(path, e);
        }
    }

    private static void move(Path part, Path path) throws IOException {
        try {
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static CommandException refused(Path path, IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return CommandException.misused("There is no folder for " + path + ".");
        }
        if (failure instanceof AccessDeniedException) {
            return CommandException.misused("Nothing may be written where " + path + " should be.");
        }
        return CommandException.refused(path + " cannot be written: " + failure.getMessage() + ".");
    }
}
