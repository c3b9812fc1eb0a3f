package dev.latchkey.local.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/differences-from-knox.md names every case in which we answer otherwise than what was recorded, and no other. */
class DifferencesPageTest {
    private static final Path CONTRACT = Path.of("src/test/resources/contract");
    private static final Path PAGE = Path.of("../docs/differences-from-knox.md");
    private static final Pattern CODE = Pattern.compile("`([a-zA-Z0-9_.*]+)`");

    @Test
    void everyCaseThatDiffersIsOnThePage() throws IOException {
        List<Pattern> globs = globs();
        assertThat(globs).hasSizeGreaterThan(20);
        assertThat(differing())
                .isNotEmpty()
                .allMatch(name ->
                        globs.stream().anyMatch(glob -> glob.matcher(name).matches()));
    }

    @Test
    void everythingOnThePageIsACaseThatDiffers() throws IOException {
        List<String> differing = differing();
        assertThat(globs())
                .allMatch(glob ->
                        differing.stream().anyMatch(name -> glob.matcher(name).matches()));
    }

    @Test
    void theNumberOfCasesIsRight() throws IOException {
        assertThat(Files.readString(PAGE)).contains(String.format(Locale.ROOT, "%,d requests", cases().size()));
    }

    private static List<Pattern> globs() throws IOException {
        List<Pattern> globs = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            String[] cells = line.split(" \\| ", -1);
            if (line.startsWith("| ") && cells.length == 5) {
                Matcher names = CODE.matcher(cells[4]);
                while (names.find()) {
                    String glob = names.group(1);
                    globs.add(Pattern.compile(List.of(glob.split("\\*", -1)).stream()
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*"))));
                }
            }
        }
        return globs;
    }

    private static List<String> differing() throws IOException {
        return cases().stream()
                .filter(one -> !one.path("recorded").asBoolean())
                .map(one -> one.path("case").asText())
                .toList();
    }

    private static List<JsonNode> cases() throws IOException {
        List<JsonNode> cases = new ArrayList<>();
        for (String file : List.of("cases.jsonl", "more-cases.jsonl")) {
            for (String line : Files.readAllLines(CONTRACT.resolve(file))) {
                cases.add(new ObjectMapper().readTree(line));
            }
        }
        return cases;
    }
}
