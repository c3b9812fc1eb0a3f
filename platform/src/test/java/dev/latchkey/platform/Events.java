package dev.latchkey.platform;

import dev.latchkey.fixtures.TestTables;
import dev.latchkey.template.FunctionDefinition;
import dev.latchkey.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files in events/, by name without their ending. */
final class Events {
    /** The functions of template.yaml by the first word of an event's name. */
    private static final Map<String, FunctionDefinition> FUNCTIONS =
            Template.read(TestTables.template())
                    .stack(TestTables.EVERYTHING, logicalId -> logicalId)
                    .functions()
                    .stream()
                    .collect(Collectors.toMap(FunctionDefinition::name, Function.identity()));

    private static final Set<String> BY_DEFAULT =
            Template.read(TestTables.template()).stack(Map.of(), logicalId -> logicalId).functions().stream()
                    .map(FunctionDefinition::logicalId)
                    .collect(Collectors.toSet());

    private static final String ENDING = ".json";

    private Events() {}

    /** Returns the names of all events. */
    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        }
    }

    /** Returns those of some events whose functions a stack has by default. */
    static List<String> byDefault(List<String> events) {
        return events.stream()
                .filter(event -> BY_DEFAULT.contains(function(event)))
                .toList();
    }

    /** Returns an event's bytes. */
    static byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder().resolve(name + ENDING));
    }

    /** Returns the logical id of the function that an event is for. */
    static String function(String name) {
        String word = name.substring(0, name.indexOf('-'));
        return Objects.requireNonNull(FUNCTIONS.get(word), () -> "no function is called " + word)
                .logicalId();
    }

    /** Returns one event for each function, which does what it asks for. */
    static List<String> onePerFunction() throws IOException {
        Answers answers = Answers.read();
        Map<String, String> chosen = new TreeMap<>();
        for (String name : names()) {
            if (answers.isSuccess(name)) {
                chosen.putIfAbsent(function(name), name);
            }
        }
        return List.copyOf(chosen.values());
    }

    /** Returns one of these for each jar that is deployed. */
    static List<String> onePerJar() throws IOException {
        Map<String, String> chosen = new TreeMap<>();
        for (String name : onePerFunction()) {
            FunctionDefinition function = FUNCTIONS.get(name.substring(0, name.indexOf('-')));
            chosen.putIfAbsent(function.codeUri(), name);
        }
        return List.copyOf(chosen.values());
    }

    private static Path folder() {
        return TestTables.template().resolveSibling("events");
    }
}
