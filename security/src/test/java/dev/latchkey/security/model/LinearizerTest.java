package dev.latchkey.security.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge is judged: what cannot have been is found out. */
class LinearizerTest {
    private static final State BEGUN = State.NOTHING.registered(0, 0);

    @Test
    void acceptsWhatHappensOneAfterTheOther() {
        assertThat(explains(live(0, 1), end(2, 3), dead(4, 5))).isTrue();
    }

    @Test
    void acceptsEitherOrderOfWhatOverlaps() {
        assertThat(explains(end(0, 10), live(1, 2), dead(3, 4))).isTrue();
        assertThat(explains(end(0, 10), dead(1, 2))).isTrue();
    }

    @Test
    void findsATokenThatLivesAfterItsLogout() {
        assertThat(explains(end(0, 1), live(2, 3))).isFalse();
    }

    @Test
    void findsATokenThatDiesUnbidden() {
        assertThat(explains(dead(0, 1), end(2, 3))).isFalse();
    }

    @Test
    void findsATokenThatComesBack() {
        assertThat(explains(end(0, 10), dead(1, 2), live(3, 4))).isFalse();
    }

    @Test
    void keepsTheStepsOfAnOperationInOrder() {
        Operation both = operation(0, 10, List.of(seen(true), Step.done(state -> state.without(0)), seen(false)));
        assertThat(explains(both, live(1, 2), dead(3, 4))).isTrue();
        Operation reversed = operation(0, 10, List.of(seen(false), seen(true)));
        assertThat(explains(reversed, end(1, 2))).isFalse();
    }

    @Test
    void leavesOpenWhatWasNotConfirmed() {
        Operation maybe = new Operation("maybe", 0, 1, List.of(Step.done(state -> state.without(0))), false);
        assertThat(explains(maybe, live(2, 3))).isTrue();
        assertThat(explains(maybe, live(2, 3), dead(4, 5))).isTrue();
        assertThat(explains(maybe, dead(2, 3), live(4, 5))).isFalse();
    }

    private static boolean explains(Operation... operations) {
        return Linearizer.canExplain(List.of(operations), BEGUN);
    }

    private static Operation live(long begun, long ended) {
        return operation(begun, ended, List.of(seen(true)));
    }

    private static Operation dead(long begun, long ended) {
        return operation(begun, ended, List.of(seen(false)));
    }

    private static Operation end(long begun, long ended) {
        return operation(begun, ended, List.of(Step.done(state -> state.without(0))));
    }

    private static Step seen(boolean live) {
        return Step.seen(state -> state.isLive(0) == live);
    }

    private static Operation operation(long begun, long ended, List<Step> steps) {
        return new Operation("test", begun, ended, steps, true);
    }
}
