package dev.latchkey.emulator;

import dev.latchkey.emulator.EmulatorException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Makes a folder this process's own until it is closed or the process ends, however it ends. */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes a folder.
     *
     * @param folder the folder, made when it is not there
     * @throws EmulatorException when it cannot be written, or another process has it
     */
    static FolderLock take(Path folder) {
        try {
            PrivateFolder.make(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new EmulatorException(
                        Reason.FOLDER_IN_USE, "the data folder " + folder + " is in use by another process");
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new EmulatorException(
                    Reason.FOLDER_NOT_WRITABLE, "cannot write to the data folder " + folder + ": " + reason(e), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // Held by this very process.
            return null;
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new EmulatorException("cannot let go of the data folder: " + e.getMessage(), e);
        }
    }
}
