package dev.latchkey.local.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What API Gateway answers by itself, for each cause, as {@code facts.tsv} has it: each row says where it was recorded, or in which
 * page of AWS it is documented, and what is only inferred is called so.
 */
final class Facts {
    /** Names a file with other facts, to see what a stack would make of them. */
    static final String PROPERTY = "latchkey.gateway.facts";

    private static final int COLUMNS = 6;

    private final Map<Cause, Fact> facts;

    private Facts(Map<Cause, Fact> facts) {
        this.facts = facts;
    }

    /**
     * A row.
     *
     * @param type the type of gateway response, which the template may define
     * @param status the status where the template has none
     * @param errorType what the header x-amzn-ErrorType says
     * @param message the text of $context.error.message
     * @param source where it was recorded or is documented
     */
    record Fact(String type, int status, String errorType, String message, String source) {
        /** Returns the type whose definition serves where this one has none. */
        String fallback() {
            return status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
        }
    }

    /** Reads the facts: those of the file that the property names, or ours. */
    static Facts load() {
        String file = System.getProperty(PROPERTY, "");
        try (BufferedReader reader = file.isEmpty() ? ours() : Files.newBufferedReader(Path.of(file))) {
            return read(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader ours() {
        InputStream stream =
                Objects.requireNonNull(Facts.class.getResourceAsStream("facts.tsv"), "facts.tsv is beside this class");
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    private static Facts read(List<String> lines) {
        Map<Cause, Fact> facts = new EnumMap<>(Cause.class);
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split("\t", COLUMNS);
            facts.put(
                    Cause.valueOf(columns[0]),
                    new Fact(columns[1], Integer.parseInt(columns[2]), columns[3], columns[4], columns[5]));
        }
        return new Facts(facts);
    }

    Fact of(Cause cause) {
        return Objects.requireNonNull(facts.get(cause), () -> "facts.tsv lacks " + cause);
    }
}
