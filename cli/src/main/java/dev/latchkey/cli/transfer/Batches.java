package dev.latchkey.cli.transfer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Gathers things into lists, one that is filled for each worker, and gives full ones away. What has the same key is done by the
 * same worker in the order given, and no list holds two things with the same name.
 */
final class Batches<T> {
    private final Workers workers;
    private final int size;
    private final Consumer<List<T>> work;
    private final List<Filling<T>> filling = new ArrayList<>();

    private static final class Filling<T> {
        private List<T> things = new ArrayList<>();
        private final Set<Object> names = new HashSet<>();
    }

    /**
     * Begins to gather.
     *
     * @param size how many things a list holds at most
     * @param work what is done with a list, by a worker
     */
    Batches(Workers workers, int size, Consumer<List<T>> work) {
        this.workers = workers;
        this.size = size;
        this.work = work;
        for (int worker = 0; worker < workers.count(); worker++) {
            filling.add(new Filling<>());
        }
    }

    void add(T thing, int key, List<?> names) {
        int worker = Math.floorMod(key, filling.size());
        Filling<T> batch = filling.get(worker);
        if (batch.things.size() >= size || names.stream().anyMatch(batch.names::contains)) {
            give(worker);
        }
        batch.things.add(thing);
        batch.names.addAll(names);
    }

    /** Gives away what is left. */
    void finish() {
        for (int worker = 0; worker < filling.size(); worker++) {
            give(worker);
        }
    }

    private void give(int worker) {
        Filling<T> batch = filling.get(worker);
        List<T> things = batch.things;
        if (!things.isEmpty()) {
            batch.things = new ArrayList<>();
            batch.names.clear();
            workers.give(worker, () -> work.accept(things));
        }
    }
}
