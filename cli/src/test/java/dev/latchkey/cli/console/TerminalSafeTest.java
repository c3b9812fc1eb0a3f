package dev.latchkey.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalSafeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u009b2J",
                "\u007f",
                "\u202eevil",
                "\u2066",
                "\u200b",
                "\ufeff",
                "\ue000",
                "\u2028",
                "\udb40\udc01",
                "\\\"\n",
                "Zoë 🙂"
            })
    void jsonShowsNothingHiddenAndSaysTheSame(String name) throws JsonSyntaxException {
        String json = TerminalSafe.json(Map.of("username", name));
        assertThat(Json.object(Json.read(json))).containsEntry("username", name);
        assertThat(json.codePoints().mapToObj(Character::getType))
                .doesNotContain((int) Character.CONTROL, (int) Character.FORMAT, (int) Character.PRIVATE_USE, (int)
                        Character.LINE_SEPARATOR);
        assertThat(TerminalSafe.text(name).codePoints().mapToObj(Character::getType))
                .doesNotContain((int) Character.CONTROL, (int) Character.FORMAT);
    }
}
