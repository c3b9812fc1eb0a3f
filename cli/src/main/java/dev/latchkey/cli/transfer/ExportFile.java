package dev.latchkey.cli.transfer;

import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The lines of an export: a header with the version, an item a line, and a last line with the counts, without which the file
 * is cut off. All of it is ASCII.
 */
final class ExportFile {
    /** Without secrets. */
    static final int VERSION = 1;

    /** With secrets under a key of the export's: what reads version 1 alone would take them for the stack's own. */
    static final int VERSION_WITH_SECRETS = 2;

    private static final String FORMAT = "latchkey-export";
    private static final String ENDED = "end";
    private static final String SECRETS = "secrets";

    private ExportFile() {}

    /** Takes the items of an export. */
    interface ItemConsumer {
        void item(FilePosition position, String table, Map<String, AttributeValue> item) throws DamagedFileException;
    }

    /**
     * Returns the first line.
     *
     * @param secrets what opens the secrets, or nothing where there are none
     */
    static String header(String created, Map<String, @Nullable Object> secrets) {
        Map<String, @Nullable Object> header = new LinkedHashMap<>();
        header.put("format", FORMAT);
        header.put("version", secrets.isEmpty() ? VERSION : VERSION_WITH_SECRETS);
        header.put("created", created);
        if (!secrets.isEmpty()) {
            header.put(SECRETS, secrets);
        }
        return line(header);
    }

    static String item(String table, Map<String, AttributeValue> item) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("table", table);
        members.put("item", ItemJson.write(item));
        return line(members);
    }

    static String trailer(Map<String, Long> counts) {
        Map<String, @Nullable Object> trailer = new LinkedHashMap<>();
        trailer.put(ENDED, true);
        trailer.putAll(counts);
        return line(trailer);
    }

    /**
     * Reads what opens the secrets of an export; nothing where it has none.
     *
     * @throws DamagedFileException if it is no export
     */
    static Map<String, @Nullable Object> secrets(Path file) throws IOException, DamagedFileException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            FilePosition position = new FilePosition(file.toString(), 1, 0);
            Object secrets = checkHeader(position, reader.readLine()).get(SECRETS);
            return secrets == null ? Map.of() : Json.object(secrets);
        } catch (CharacterCodingException e) {
            throw new DamagedFileException(file.toString(), "the file has bytes that no export has");
        }
    }

    /**
     * Reads a whole export.
     *
     * @throws DamagedFileException if it is none, is cut off, or any line is not as it was written
     */
    static void read(Path file, ItemConsumer items) throws IOException, DamagedFileException {
        String name = file.toString();
        Map<String, Long> counts = new HashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            checkHeader(new FilePosition(name, 1, 0), reader.readLine());
            long number = 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                FilePosition position = new FilePosition(name, ++number, 0);
                Map<String, @Nullable Object> members = members(position, line);
                if (members.containsKey(ENDED)) {
                    checkTrailer(position, members, counts, reader.readLine());
                    return;
                }
                accept(position, members, counts, items);
            }
        } catch (CharacterCodingException e) {
            throw new DamagedFileException(name, "the file has bytes that no export has");
        }
        throw new DamagedFileException(name, "the file is cut off: its last line, with the counts, is missing");
    }

    private static void accept(
            FilePosition position, Map<String, @Nullable Object> members, Map<String, Long> counts, ItemConsumer items)
            throws DamagedFileException {
        if (!(members.get("table") instanceof String table) || !ItemTables.ALL.contains(table)) {
            throw new DamagedFileException(position, "\"table\" is neither users nor tokens");
        }
        try {
            Map<String, AttributeValue> item = ItemJson.read(Json.object(members.get("item")));
            boolean keyed = item.containsKey("pk") && (table.equals(ItemTables.USERS) || item.containsKey("sk"));
            if (!keyed) {
                throw new BadRowException("has no key");
            }
            items.item(position, table, item);
        } catch (BadRowException e) {
            throw new DamagedFileException(position, "the item " + e.problem());
        }
        counts.merge(table, 1L, Long::sum);
    }

    private static Map<String, @Nullable Object> checkHeader(FilePosition position, @Nullable String line)
            throws DamagedFileException {
        Map<String, @Nullable Object> header = members(position, line == null ? "" : line);
        if (!FORMAT.equals(header.get("format"))) {
            throw new DamagedFileException(position, "this is not an export of Latchkey");
        }
        Object version = header.get("version");
        if (!BigInteger.valueOf(VERSION).equals(version)
                && !BigInteger.valueOf(VERSION_WITH_SECRETS).equals(version)) {
            throw new DamagedFileException(
                    position,
                    "this export is of version " + version + "; this Latchkey reads versions " + VERSION + " and "
                            + VERSION_WITH_SECRETS);
        }
        return header;
    }

    private static void checkTrailer(
            FilePosition position,
            Map<String, @Nullable Object> trailer,
            Map<String, Long> counts,
            @Nullable String after)
            throws DamagedFileException {
        for (String table : ItemTables.ALL) {
            if (!BigInteger.valueOf(counts.getOrDefault(table, 0L)).equals(trailer.get(table))) {
                throw new DamagedFileException(position, "lines of " + table + " are missing or doubled");
            }
        }
        if (after != null) {
            throw new DamagedFileException(position, "there are lines after the last one");
        }
    }

    private static Map<String, @Nullable Object> members(FilePosition position, String line)
            throws DamagedFileException {
        try {
            return Json.object(Json.read(line));
        } catch (JsonSyntaxException e) {
            throw new DamagedFileException(position, "this is not a line of an export");
        }
    }

    private static String line(Map<String, @Nullable Object> members) {
        StringBuilder line = new StringBuilder();
        Json.write(members).chars().forEach(unit -> {
            if (unit < 0x80) {
                line.append((char) unit);
            } else {
                line.append(String.format(Locale.ROOT, "\\u%04x", unit));
            }
        });
        return line.toString();
    }
}
