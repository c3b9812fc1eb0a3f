package dev.latchkey.cli.target;

import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the local server says that it is: {@code .latchkey/serve.json}, beside the template. Commands find it there, whatever ports
 * it has; what a process left behind that is gone does not count.
 */
public final class RunningServer implements AutoCloseable {
    private static final String FILE = "serve.json";

    private final Path file;

    private RunningServer(Path file) {
        this.file = file;
    }

    /**
     * Says where this process serves.
     *
     * @param api the address of the API
     * @param dynamoDb the address of DynamoDB
     * @param settings those of keys, by variable; see {@link KeyVariables}
     * @param factorKey the file with the key of second factors, if it is in one
     * @param eventsTable the table of events, empty where nothing is sent
     * @return what takes it back
     * @throws IOException if the folder cannot be written
     */
    public static RunningServer announce(
            URI api, URI dynamoDb, Map<String, String> settings, Optional<Path> factorKey, String eventsTable)
            throws IOException {
        Path file = file();
        Path folder = Objects.requireNonNull(file.getParent(), "it is in a folder");
        LocalFolder.make(folder);
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("pid", ProcessHandle.current().pid());
        members.put("api", api.toString());
        members.put("dynamodb", dynamoDb.toString());
        members.put("settings", settings);
        factorKey.ifPresent(
                key -> members.put("factor_key", key.toAbsolutePath().toString()));
        members.put("events_table", eventsTable);
        Path part = Files.createTempFile(folder, "serve", ".part");
        Files.writeString(part, Json.write(members) + "\n");
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return new RunningServer(file);
    }

    /** Tells once, and never again, that something is said for the first time in this clone. */
    public static boolean isFirst(String what) {
        try {
            Path mark = LocalFolder.file(what);
            LocalFolder.make(Objects.requireNonNull(mark.getParent(), "it is in a folder"));
            Files.createFile(mark);
            return true;
        } catch (IOException e) { // It is there, or nothing can be.
            return false;
        }
    }

    /**
     * Where a server is.
     *
     * @param pid its process
     * @param api the address of its API and pages, without a slash at the end
     * @param dynamoDb the address of its DynamoDB
     */
    public record Place(long pid, String api, String dynamoDb) {}

    /** Returns where the running server is, if there is one. */
    public static Optional<Place> find() {
        return read().filter(members -> members.get("pid") instanceof BigInteger
                        && members.get("api") instanceof String
                        && members.get("dynamodb") instanceof String)
                .map(members -> new Place(
                        ((BigInteger) Objects.requireNonNull(members.get("pid"))).longValue(),
                        String.valueOf(members.get("api")).replaceFirst("/$", ""),
                        String.valueOf(members.get("dynamodb"))));
    }

    /** Returns the address of the running server's DynamoDB, if there is a server. */
    static Optional<String> dynamoDb() {
        return find().map(Place::dynamoDb);
    }

    /** Returns the running server's settings of keys, by variable. */
    static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        read().map(members -> Json.object(members.get("settings")))
                .ifPresent(members -> members.forEach((name, value) -> settings.put(name, String.valueOf(value))));
        return KeyVariables.of(settings);
    }

    /** Returns where the key of second factors is of the running server whose DynamoDB is at an address. */
    static Optional<String> factorKey(String dynamoDb) {
        return ofServer(dynamoDb, "factor_key");
    }

    /** Returns the table of events of the running server whose DynamoDB is at an address; empty where nothing is sent. */
    static Optional<String> eventsTable(String dynamoDb) {
        return ofServer(dynamoDb, "events_table");
    }

    private static Optional<String> ofServer(String dynamoDb, String member) {
        return read().filter(members -> dynamoDb.equals(members.get("dynamodb")))
                .map(members -> members.get(member))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    private static Optional<Map<String, @Nullable Object>> read() {
        try {
            Map<String, @Nullable Object> members = Json.object(Json.read(Files.readString(file())));
            boolean runs = members.get("pid") instanceof BigInteger pid
                    && ProcessHandle.of(pid.longValue()).isPresent();
            return runs ? Optional.of(members) : Optional.empty();
        } catch (IOException
                | JsonSyntaxException
                | RuntimeException e) { // Whatever is wrong with it, it says nothing.
            return Optional.empty();
        }
    }

    private static Path file() {
        return LocalFolder.file(FILE);
    }

    /** Takes it back, unless another server has said where it is meanwhile. */
    @Override
    public void close() {
        try {
            Map<String, @Nullable Object> members = Json.object(Json.read(Files.readString(file)));
            if (BigInteger.valueOf(ProcessHandle.current().pid()).equals(members.get("pid"))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | JsonSyntaxException | RuntimeException e) {
            // It is gone already.
        }
    }
}
