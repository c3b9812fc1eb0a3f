package dev.latchkey.operator;

import dev.latchkey.dynamodb.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Writes several things in one transaction, each made of as many items as any other. Those whose own conditions fail are taken
 * out, and the rest is written again.
 */
final class Batch<T> {
    private final List<T> things;
    private final Written<T> written;
    private final Failed<T> failed;

    /** Takes a thing that is written now. */
    interface Written<T> {
        void thing(T thing, int index);
    }

    /** Takes a thing that cannot be written, with the reasons of its own items. */
    interface Failed<T> {
        void thing(T thing, int index, List<CancellationReason> reasons);
    }

    Batch(List<T> things, Written<T> written, Failed<T> failed) {
        this.things = things;
        this.written = written;
        this.failed = failed;
    }

    void write(DynamoDbClient client, String operation, Function<T, List<TransactWriteItem>> itemsOf) {
        List<Integer> left = new ArrayList<>();
        for (int index = 0; index < things.size(); index++) {
            left.add(index);
        }
        Calls.Retries retries = new Calls.Retries(operation);
        while (!left.isEmpty()) {
            List<TransactWriteItem> items = new ArrayList<>();
            List<Integer> starts = new ArrayList<>();
            for (int index : left) {
                starts.add(items.size());
                items.addAll(itemsOf.apply(things.get(index)));
            }
            starts.add(items.size());
            List<CancellationReason> reasons = Calls.transact(client, items);
            if (reasons.isEmpty()) {
                left.forEach(index -> written.thing(things.get(index), index));
                return;
            }
            if (!takeOut(left, starts, reasons)) {
                retries.pauseAfter(reasons);
            }
        }
    }

    /** Takes out what failed for reasons of its own; tells whether there was anything. */
    private boolean takeOut(List<Integer> left, List<Integer> starts, List<CancellationReason> reasons) {
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            List<CancellationReason> own = reasons.subList(starts.get(i), starts.get(i + 1));
            if (isDecided(own)) {
                int index = left.get(i);
                failed.thing(things.get(index), index, own);
                out.add(index);
            }
        }
        left.removeAll(out);
        return !out.isEmpty();
    }

    /** Beside a conflict with another transaction a failed condition tells only half of what is there. */
    private static boolean isDecided(List<CancellationReason> reasons) {
        return reasons.stream().anyMatch(Calls::conditionFailed)
                && reasons.stream().allMatch(reason -> Calls.conditionFailed(reason) || "None".equals(reason.code()));
    }
}
