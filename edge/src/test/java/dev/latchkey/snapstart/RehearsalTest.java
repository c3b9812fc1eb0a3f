package dev.latchkey.snapstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.store.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private final List<String> seen = new ArrayList<>();

    @Test
    void answersOnTheStageAndThenReachesForTheTables() throws Exception {
        Rehearsal rehearsal = rehearsal("well", () -> seen.add("tables"));
        rehearsal.run();
        rehearsal.run();
        assertThat(seen)
                .containsExactly(
                        "stage made", "event", "event", "event", "tables", "event", "event", "event", "tables");
    }

    @Test
    void anAnswerThatIsNotTheRightOneEndsIt() {
        assertThatThrownBy(() -> rehearsal("\"statusCode\":200", () -> {}).run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the rehearsal was answered all is well");
    }

    @Test
    void tablesThatAreNotThereAreNotWaitedForAgain() throws Exception {
        Rehearsal rehearsal = rehearsal("well", () -> {
            seen.add("tables");
            throw new StoreUnavailableException("check");
        });
        rehearsal.run();
        rehearsal.run();
        assertThat(seen).containsOnlyOnce("tables").endsWith("event", "event", "event");
    }

    private Rehearsal rehearsal(String success, Runnable reachForTables) {
        return new Rehearsal(
                () -> {
                    seen.add("stage made");
                    return (event, answer, context) -> {
                        seen.add(new String(event.readAllBytes(), UTF_8));
                        answer.write("all is well".getBytes(UTF_8));
                    };
                },
                () -> new ByteArrayInputStream("event".getBytes(UTF_8)),
                success,
                3,
                reachForTables);
    }
}
