package dev.latchkey.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlReaderTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "` ` | t.yaml: is not a template: it holds no map of sections",
                "- a | t.yaml: is not a template: it holds no map of sections",
                "Resources: [ | t.yaml:1: expected the node content, but found '<stream end>'",
                "`a: 1\nb: 2\na: 3` | t.yaml:3: the key a is there twice",
                "`a:\n  b:` | t.yaml:2: null values are not allowed in templates",
                "`? [x]\n: 1` | t.yaml:1: a key has to be plain text",
                "a: &x [*x] | t.yaml:1: is nested too deeply",
                "a: &x { <<: *x } | t.yaml:1: is nested too deeply",
                "`a: 1\n<<: b` | t.yaml:1: << takes a map, or a list of maps",
                "`a: &x { b: 1 }\n<<: [*x, c]` | t.yaml:1: << takes a map, or a list of maps",
                "Resources: 1 | t.yaml: Resources has to be a map",
                "Resources: { A: {} } | t.yaml: Resources: A has no Type",
            })
    void saysInOneLineWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> Template.parse(text, "t.yaml"))
                .isInstanceOf(TemplateException.class)
                .hasMessage(message);
    }

    @Test
    void writesAliasesAndMergeKeysOut() {
        String text = """
                one: &one { a: 1, b: 1 }
                two: &two { b: 2, c: 2 }
                same: *one
                own: { b: 0, <<: *one }
                first: { <<: [*one, *two] }
                nested: { <<: &three { d: 3, <<: *two } }
                quoted: { "<<": 4 }
                again: *three
                """;
        assertThat(YamlReader.read(text, "t.yaml"))
                .containsEntry("same", Map.of("a", "1", "b", "1"))
                .containsEntry("own", Map.of("a", "1", "b", "0"))
                .containsEntry("first", Map.of("a", "1", "b", "1", "c", "2"))
                .containsEntry("nested", Map.of("b", "2", "c", "2", "d", "3"))
                .containsEntry("quoted", Map.of("<<", "4"))
                .containsEntry("again", Map.of("b", "2", "c", "2", "d", "3"));
    }

    @Test
    void takesAsManyAliasesAsATemplateHas() {
        String text = "one: &one { a: 1 }\n" + "many: [" + "*one, ".repeat(500) + "]";
        assertThat(YamlReader.read(text, "t.yaml").get("many"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(500)
                .containsOnly(Map.of("a", "1"));
    }

    @Test
    void saysWhenThereIsNoFile() {
        Path missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> Template.read(missing))
                .isInstanceOf(TemplateException.class)
                .hasMessage("there is no template " + missing);
    }

    @Test
    void saysWhenTheFileIsNoText() throws Exception {
        Path file = Files.write(folder.resolve("t.yaml"), "a: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Template.read(file))
                .isInstanceOf(TemplateException.class)
                .hasMessage(file + ": is not UTF-8 text");
    }
}
