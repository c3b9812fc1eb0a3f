package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The curl examples of README.md and of the files in docs/, run against a local server: what they show is what is printed.
 *
 * <p>A fenced block that begins with {@code ```console} and has a curl command is run. The blocks of one file run in their
 * order against one server of their own, with default settings and without users. This is how such a block is written:
 *
 * <ul>
 *   <li>A line that begins with {@code $ } is a command. It goes on in the next line after a backslash or in quotes.
 *   <li>The lines up to the next command or the end of the block are what it prints.
 *   <li>Commands are {@code curl} and {@code NAME=value}, nothing else and no pipes. curl may have {@code -s -S -i -X -H -d
 *       -o /dev/null -w --json --data-urlencode} and the long names of these. Host and port of the URL do not matter.
 *   <li>{@code …} stands for what varies, one character or more: {@code "token": "kQ…"}, {@code "id": 1099…}.
 *   <li>JSON may be broken into lines and indented as it reads best; members keep the order of the answer.
 *   <li>With {@code -i}, the status line and the headers that are shown must be so; other headers need not be shown.
 *   <li>{@code $ TOKEN=…} takes the member {@code token} of the last answer, and {@code $TOKEN} then stands for it.
 *   <li>A comment, {@code # like this}, may stand after a command.
 * </ul>
 */
class DocumentationTest {

    @TestFactory
    Stream<DynamicTest> examples() throws IOException {
        return documents().stream().map(file -> DynamicTest.dynamicTest(name(file), () -> run(read(file))));
    }

    @Test
    void theReadmeHasExamples() throws IOException {
        assertThat(ConsoleExample.blocks(read(root().resolve("README.md")))).isNotEmpty();
    }

    private static void run(String markdown) {
        List<List<ConsoleExample>> blocks = ConsoleExample.blocks(markdown);
        if (blocks.isEmpty()) {
            return;
        }
        try (TestSite site = TestSite.startWithoutUsers()) {
            Transcript transcript = new Transcript(site.http());
            blocks.stream().flatMap(List::stream).forEach(example -> runOne(transcript, example));
        }
    }

    private static void runOne(Transcript transcript, ConsoleExample example) {
        try {
            transcript.run(example);
        } catch (AssertionError | IllegalArgumentException e) {
            throw new AssertionError("line " + example.line() + ": " + e.getMessage(), e);
        }
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(root().resolve("README.md")));
        Path docs = root().resolve("docs");
        if (Files.isDirectory(docs)) {
            try (Stream<Path> files = Files.walk(docs)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
            }
        }
        return documents;
    }

    private static String name(Path file) {
        return root().relativize(file).toString();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private static Path root() {
        return TestTables.template().toAbsolutePath().getParent();
    }
}
