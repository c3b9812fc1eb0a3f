package dev.latchkey.security.model;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for an order of events in which every answer is right.
 *
 * <p>This is the search of Wing and Gong ("Testing and verifying concurrent objects", 1993) with Lowe's memory of what was tried
 * ("Testing for linearizability", 2017): an event may come next only if no operation that had ended before its own began is still
 * to come. An operation has one event or several; each lies between its beginning and its end.
 */
final class Linearizer {
    private final List<Operation> operations;
    private final Set<Position> tried = new HashSet<>();

    private Linearizer(List<Operation> operations) {
        this.operations = operations;
    }

    /** Tells whether there is such an order. */
    static boolean canExplain(List<Operation> operations, State initial) {
        return new Linearizer(operations).search(new int[operations.size()], initial);
    }

    private record Position(List<Integer> taken, State state) {}

    private boolean search(int[] taken, State state) {
        long firstEnd = Long.MAX_VALUE;
        boolean complete = true;
        for (int i = 0; i < taken.length; i++) {
            Operation operation = operations.get(i);
            if (taken[i] < operation.steps().size() && operation.confirmed()) {
                complete = false;
                firstEnd = Math.min(firstEnd, operation.mustEndBy());
            }
        }
        if (complete) {
            return true;
        }
        if (!tried.add(new Position(Arrays.stream(taken).boxed().toList(), state))) {
            return false;
        }
        for (int i = 0; i < taken.length; i++) {
            Operation operation = operations.get(i);
            if (taken[i] < operation.steps().size() && operation.begun() <= firstEnd) {
                Step step = operation.steps().get(taken[i]);
                taken[i]++;
                for (State next : step.from(state)) {
                    if (search(taken, next)) {
                        return true;
                    }
                }
                taken[i]--;
            }
        }
        return false;
    }
}
