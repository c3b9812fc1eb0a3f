package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.latchkey.fixtures.TestTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The project's pages: links between them lead somewhere, and the command line understands the commands on them. */
class PagesTest {
    private static final Path ROOT = TestTables.template().toAbsolutePath().getParent();
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)(#[^)]*)?\\)");
    private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\$ )?(?:[A-Z_]+=\\S+ )*\\./latchkey ([^#\\n|>]*)");
    private static final Pattern PIPELINES_COMMAND = Pattern.compile("(?m)^ *latchkey-cli/bin/latchkey ([^#\\n|>]*)");
    /** As a shell takes them apart. */
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> examples = Files.walk(ROOT.resolve("examples"))) {
            return Stream.of(top, docs, examples, Stream.of(ROOT.resolve("deploy/cdk/README.md")))
                    .flatMap(Function.identity())
                    .filter(file -> !file.toString().contains("node_modules"))
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(ROOT::relativize)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) throws IOException {
        for (MatchResult link : LINK.matcher(read(ROOT.resolve(page))).results().toList()) {
            Path target = link.group(1).isEmpty()
                    ? ROOT.resolve(page)
                    : ROOT.resolve(page).resolveSibling(link.group(1)).normalize();
            assertThat(target).as(link.group()).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).as(link.group()).contains(link.group(2));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsAreUnderstood(Path page) throws IOException {
        assertUnderstood(COMMAND, page);
    }

    @Test
    void thePipelinesCommandIsUnderstood() throws IOException {
        Path workflow = Path.of("examples/pipeline/deploy-to.yml");
        assertThat(read(ROOT.resolve(workflow))).containsPattern(PIPELINES_COMMAND);
        assertUnderstood(PIPELINES_COMMAND, workflow);
    }

    private static void assertUnderstood(Pattern pattern, Path page) throws IOException {
        for (MatchResult command :
                pattern.matcher(read(ROOT.resolve(page))).results().toList()) {
            String[] arguments = WORD.matcher(command.group(1))
                    .results()
                    .map(word -> word.group().replace("\"", ""))
                    .toArray(String[]::new);
            assertThatCode(() -> Main.commandLine().parseArgs(arguments))
                    .as(command.group())
                    .doesNotThrowAnyException();
        }
    }

    /** Returns the anchors that GitHub gives to a page's headings. */
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(read(page))
                .results()
                .map(heading -> "#"
                        + heading.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                                .replace(' ', '-'))
                .toList();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
