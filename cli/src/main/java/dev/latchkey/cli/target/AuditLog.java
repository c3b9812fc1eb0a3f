package dev.latchkey.cli.target;

import dev.latchkey.cli.console.CommandContext;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.json.Json;
import dev.latchkey.text.UtcTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells, in a line of JSON each, what commands did to accounts, where and who ran them: appended to the file that {@code
 * AUDIT_LOG} names, by default {@code .latchkey/audit.jsonl} beside the template; {@code none} tells nothing.
 */
final class AuditLog {
    private static final String VARIABLE = "AUDIT_LOG";
    private static final String OFF = "none";
    private static final Set<OpenOption> APPENDING =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final CommandContext context;
    private final PrintWriter err;

    /**
     * Builds the log.
     *
     * @param err where a line goes that cannot be appended: what is done is done
     */
    AuditLog(CommandContext context, PrintWriter err) {
        this.context = context;
        this.err = err;
    }

    void tell(AccountEvent.Kind event, String place, Map<String, ?> about) {
        String file = context.variables().getOrDefault(VARIABLE, "");
        if (file.equals(OFF)) {
            return;
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("timestamp", UtcTime.text(context.now()));
        members.put("level", "INFO");
        members.put("event", event.label());
        members.put("place", place);
        members.put("operator", System.getProperty("user.name", ""));
        members.putAll(about);
        String line = Json.write(members) + "\n";
        try {
            append(file.isEmpty() ? usual() : Path.of(file), line);
        } catch (IOException e) {
            err.print(line);
            err.println("latchkey: The line above belongs into the audit log, which cannot be written (" + VARIABLE
                    + "): " + e);
        }
    }

    private static Path usual() {
        return LocalFolder.file("audit.jsonl");
    }

    /** In one write, so that lines of commands that run side by side stay whole. */
    private static void append(Path path, String line) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            LocalFolder.make(folder);
        }
        try (WritableByteChannel channel = Files.newByteChannel(path, APPENDING, ownerOnly(path))) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
