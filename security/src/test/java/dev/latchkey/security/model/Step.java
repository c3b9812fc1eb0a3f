package dev.latchkey.security.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Something that happens at one moment: from a state it leads to others, to none where it cannot have happened. */
@FunctionalInterface
interface Step {
    List<State> from(State state);

    /** Nothing happens. */
    Step NOTHING = List::of;

    /** Something is seen, and nothing changes. */
    static Step seen(Predicate<State> condition) {
        return state -> condition.test(state) ? List.of(state) : List.of();
    }

    /** Something changes, whatever was before. */
    static Step done(UnaryOperator<State> change) {
        return state -> List.of(change.apply(state));
    }

    /** Something changes, and could only because something was so. */
    static Step done(Predicate<State> condition, UnaryOperator<State> change) {
        return state -> condition.test(state) ? List.of(change.apply(state)) : List.of();
    }

    /** Something happens, or nothing does. */
    static Step maybe(Step step) {
        return state -> {
            List<State> all = new ArrayList<>(step.from(state));
            all.add(state);
            return all;
        };
    }
}
