package dev.latchkey.security.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge is judged once more: with a store that is wrong in one thing some history cannot be explained. */
class FlawTest {
    private static final int MOST = 3_000;
    private static final long FIRST_SEED = Long.getLong("latchkey.seed", System.nanoTime());

    @ParameterizedTest
    @EnumSource
    void isFound(Flaw flaw) throws Exception {
        Histories histories = new Histories(flaw.limit(), flaw::in);
        Optional<String> unexplained = histories.firstUnexplained(FIRST_SEED, MOST);
        assertThat(unexplained)
                .as("from seed " + FIRST_SEED + " on, after " + histories.operations() + " operations")
                .isPresent();
        System.out.println(flaw + ": found after " + histories.operations() + " operations, at "
                + unexplained.get().lines().findFirst().orElse(""));
    }
}
