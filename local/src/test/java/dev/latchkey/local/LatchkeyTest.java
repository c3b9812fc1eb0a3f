package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the command line says before it does anything. */
class LatchkeyTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void showsItsHelpWhenTheCommandIsMissing() {
        assertThat(run()).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("Usage: latchkey [-hV] COMMAND").contains("  serve ", "  completion ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "srve | latchkey: \"srve\" makes no sense here; did you mean serve?",
                "serve now | latchkey: \"now\" makes no sense here",
                "serve --prot 1 | latchkey: Unknown options: '--prot', '1'",
                "serve --port 65536 | latchkey: Invalid value for option '--port': \"65536\" is no port: it has to be"
                        + " from 0 to 65535",
                "serve --dynamodb-port x | latchkey: Invalid value for option '--dynamodb-port': \"x\" is no port: it"
                        + " has to be from 0 to 65535",
                "completion tcsh | latchkey: there is completion for bash, zsh and fish, not for tcsh",
            },
            quoteCharacter = '`',
            maxCharsPerColumn = 200)
    void saysWhatIsWrong(String arguments, String message) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).startsWith(message).contains("--help\" tells what it takes.");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void completesCommandsAndOptionsInBash() throws Exception {
        assertThat(run("completion", "bash")).isZero();
        Path script = Files.writeString(folder.resolve("completion"), out.toString());
        assertThat(completions(script, "")).contains("serve", "users", "tokens", "import", "export", "completion");
        assertThat(completions(script, "se")).containsExactly("serve");
        assertThat(completions(script, "serve", "--dyn")).containsExactlyInAnyOrder("--dynamodb-port", "--dynamodb");
        assertThat(completions(script, "users", "cr")).containsExactly("create");
        assertThat(completions(script, "completion", "")).containsExactlyInAnyOrder("bash", "zsh", "fish");
    }

    @Test
    void completesInFishWithDescriptions() {
        assertThat(run("completion", "fish")).isZero();
        assertThat(out.toString())
                .contains("complete -c latchkey -n '__fish_use_subcommand' -a users -d '")
                .contains("complete -c latchkey -n '__fish_seen_subcommand_from import; and __fish_seen_subcommand_from"
                        + " django' -l final -d 'This is the last dump")
                .doesNotContain("--debug");
    }

    @Test
    void givesZshWhatItLacks() {
        assertThat(run("completion", "bash")).isZero();
        String script = out.toString();
        assertThat(run("completion", "zsh")).isZero();
        assertThat(out.toString()).isEqualTo(script + "compopt() { :; }\n" + script);
    }

    /** Asks bash itself: what it would offer for the last of the words. */
    private List<String> completions(Path script, String... words) throws IOException, InterruptedException {
        String line = "source '" + script + "' && complete -p latchkey >&2 && COMP_WORDS=(./latchkey '"
                + String.join("' '", words) + "') && COMP_CWORD=" + words.length
                + " && _complete_latchkey && printf '%s\\n' \"${COMPREPLY[@]}\"";
        Path output = folder.resolve("output");
        Process bash = new ProcessBuilder("bash", "--norc", "-c", line)
                .redirectError(folder.resolve("errors").toFile())
                .redirectOutput(output.toFile())
                .start();
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("errors")))
                .startsWith("complete -o default -F _complete_latchkey latchkey\n");
        return Files.readString(output, StandardCharsets.UTF_8).lines().toList();
    }

    private int run(String... arguments) {
        CommandLine line = Main.commandLine(arguments);
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
