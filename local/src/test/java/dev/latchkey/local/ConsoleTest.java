package dev.latchkey.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final StringWriter written = new StringWriter();

    /** A client chooses method and path, and a terminal must not act on them. */
    @Test
    void aRequestLineHasNothingThatATerminalActsOn() {
        console(false).answered("GE\u001bT", "/a\u009b2J\u202e%1b", 404, 3, "id-1");
        assertThat(written.toString())
                .isEqualTo("GE\\u{1b}T /a\\u{9b}2J\\u{202e}%1b 404 3 ms id-1" + System.lineSeparator());
    }

    @Test
    void aLongPathIsCut() {
        console(false).answered("GET", "/" + "a".repeat(500), 200, 3, "id-1");
        assertThat(written.toString())
                .startsWith("GET /aaa")
                .contains("aaa... 200")
                .hasSizeLessThan(260);
    }

    /** Without --logs only what is more than information is shown. */
    @Test
    void informationIsShownOnlyWhenAskedFor() {
        String information = "{\"level\":\"INFO\"}";
        console(false).log(information);
        assertThat(written.toString()).isEmpty();
        console(false).log("{\"level\":\"ERROR\"}");
        console(true).log(information);
        assertThat(written.toString().lines()).containsExactly("{\"level\":\"ERROR\"}", information);
    }

    private Console console(boolean logs) {
        return new Console(new PrintWriter(written, true), false, logs);
    }
}
