package dev.latchkey.platform;

import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The files in events/, by name without their ending. */
final class Events {
    /** The functions of template.yaml by the first word of an event's name. */
    private static final Map<String, String> FUNCTIONS = Map.of(
            "register", "RegisterFunction",
            "login", "LoginFunction",
            "user", "UserFunction",
            "logout", "LogoutFunction",
            "logoutall", "LogoutAllFunction",
            "tokens", "TokensFunction",
            "password", "PasswordFunction",
            "authorizer", "AuthorizerFunction");

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

    /** Returns an event's bytes. */
    static byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder().resolve(name + ENDING));
    }

    /** Returns the function that an event is for. */
    static String function(String name) {
        String word = name.substring(0, name.indexOf('-'));
        return Objects.requireNonNull(FUNCTIONS.get(word), () -> "no function is called " + word);
    }

    private static Path folder() {
        return TestTables.template().resolveSibling("events");
    }
}
