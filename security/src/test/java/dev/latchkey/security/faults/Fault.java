package dev.latchkey.security.faults;

import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What can happen to a call. */
public abstract class Fault {
    private static final Set<String> READS = Set.of("GetItem", "BatchGetItem", "Query");
    private static final String CONFLICT = "TransactionConflict";
    private static final String TYPE = "com.amazonaws.dynamodb.v20120810#";

    private final String name;
    private final boolean conflict;

    private Fault(String name, boolean conflict) {
        this.name = name;
        this.conflict = conflict;
    }

    /** Tells whether it is nothing but other writes of the same items, so that DynamoDB is well and has written nothing. */
    boolean isConflict() {
        return conflict;
    }

    /** Tells whether it is any different from {@link #none} for an operation. */
    boolean concerns(String operation) {
        return true;
    }

    abstract void happenTo(Call call) throws IOException, InterruptedException;

    @Override
    public String toString() {
        return name;
    }

    /** One end of a list. */
    public enum End {
        FIRST,
        LAST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private interface Happening {
        void to(Call call) throws IOException, InterruptedException;
    }

    private static Fault of(String name, Happening happening) {
        return of(name, operation -> true, happening);
    }

    private static Fault of(String name, Predicate<String> concerns, Happening happening) {
        return of(name, false, concerns, happening);
    }

    private static Fault of(String name, boolean conflict, Predicate<String> concerns, Happening happening) {
        return new Fault(name, conflict) {
            @Override
            boolean concerns(String operation) {
                return concerns.test(operation);
            }

            @Override
            void happenTo(Call call) throws IOException, InterruptedException {
                happening.to(call);
            }
        };
    }

    /** The call goes through. */
    public static Fault none() {
        return of("none", call -> call.send(call.forward()));
    }

    /** The call goes through, late. */
    public static Fault delay(Duration time) {
        return of("delay of " + time.toMillis() + " ms", call -> {
            Thread.sleep(time.toMillis());
            call.send(call.forward());
        });
    }

    /** Nothing happens, ever. */
    public static Fault hang() {
        return of("hang", Call::awaitGivingUp);
    }

    /** The connection is reset, and nothing was done. */
    public static Fault reset() {
        return of("reset", Call::reset);
    }

    /** The connection is closed, and nothing was done. */
    public static Fault hangUp() {
        return of("hang-up", Call::hangUp);
    }

    /** It was done, and the answer is lost to a reset. */
    public static Fault lostAnswer() {
        return of("lost answer", call -> {
            call.forward();
            call.reset();
        });
    }

    /** It was done, and no answer ever comes. */
    public static Fault silence() {
        return of("done in silence", call -> {
            call.forward();
            call.awaitGivingUp();
        });
    }

    /** It was done, and half of the answer comes before the connection is closed. */
    public static Fault halfAnswer() {
        return of("half an answer", call -> {
            byte[] answer = call.forward();
            call.send(Arrays.copyOf(answer, answer.length - Math.max(1, answer.length / 4)));
            call.hangUp();
        });
    }

    /** It was done, and the answer comes byte by byte. */
    public static Fault drip(Duration each) {
        return of("a byte each " + each.toMillis() + " ms", call -> {
            for (byte b : call.forward()) {
                call.send(new byte[] {b});
                Thread.sleep(each.toMillis());
            }
        });
    }

    /** DynamoDB answers with an error of its own, and nothing was done. */
    public static Fault error(int status, String code) {
        Map<String, Object> body = Map.of("__type", TYPE + code, "message", "injected");
        return of(status + " " + code, call -> call.send(Call.answer(status, bytes(body))));
    }

    /** Something between answers with an error that is not DynamoDB's. */
    public static Fault gatewayError(int status) {
        byte[] page = "<html><body>Bad gateway</body></html>".getBytes(StandardCharsets.US_ASCII);
        return of(status + " page", call -> call.send(Call.answer(status, page)));
    }

    /** A transaction is cancelled, one of its items giving the reason; any other write fails with an error. */
    public static Fault cancelled(String reason, End which, String single) {
        boolean conflict = reason.equals(CONFLICT);
        Predicate<String> writes = operation -> !READS.contains(operation);
        return of("cancelled for " + reason + " of the " + which, conflict, writes, call -> {
            if (!call.operation().equals("TransactWriteItems")) {
                error(400, single).happenTo(call);
                return;
            }
            int items = list(read(call.body()).get("TransactItems")).size();
            List<Object> reasons = new ArrayList<>(Collections.nCopies(items, Map.of("Code", "None")));
            reasons.set(which == End.FIRST ? 0 : items - 1, Map.of("Code", reason, "Message", "injected"));
            Map<String, Object> body = Map.of(
                    "__type",
                    TYPE + "TransactionCanceledException",
                    "message",
                    "Transaction cancelled, please refer cancellation reasons for specific reasons [" + reason + "]",
                    "CancellationReasons",
                    reasons);
            call.send(Call.answer(400, bytes(body)));
        });
    }

    /** An earlier attempt of the transaction still goes on. */
    public static Fault transactionInProgress() {
        Fault error = error(400, "TransactionInProgressException");
        return of("transaction in progress", "TransactWriteItems"::equals, error::happenTo);
    }

    /** Of a batch one key alone is served. */
    public static Fault partialBatch(End which) {
        return of("batch served for the " + which, "BatchGetItem"::equals, call -> {
            Map<String, @Nullable Object> wanted = Json.object(read(call.body()).get("RequestItems"));
            List<String> tables = new ArrayList<>(wanted.keySet());
            String table = tables.get(which == End.FIRST ? 0 : tables.size() - 1);
            List<?> keys = list(Json.object(wanted.get(table)).get("Keys"));
            int served = which == End.FIRST ? 0 : keys.size() - 1;
            List<Object> others = new ArrayList<>(keys);
            Object key = others.remove(served);
            Map<String, @Nullable Object> rest = new HashMap<>(wanted);
            rest.remove(table);
            if (!others.isEmpty()) {
                rest.put(table, with(wanted.get(table), others));
            }
            Map<String, Object> asked = Map.of("RequestItems", Map.of(table, with(wanted.get(table), List.of(key))));
            String answer = new String(call.forward(bytes(asked)), StandardCharsets.UTF_8);
            Map<String, @Nullable Object> body = new HashMap<>(read(answer.substring(answer.indexOf("\r\n\r\n") + 4)));
            body.put("UnprocessedKeys", rest);
            call.send(Call.answer(200, bytes(body)));
        });
    }

    private static Map<String, @Nullable Object> with(@Nullable Object wanted, List<Object> keys) {
        Map<String, @Nullable Object> changed = new HashMap<>(Json.object(wanted));
        changed.put("Keys", keys);
        return changed;
    }

    /** A batch is not served at all, and says so. */
    public static Fault emptyBatch() {
        return of("empty batch", "BatchGetItem"::equals, call -> {
            Map<String, @Nullable Object> body = new HashMap<>();
            body.put("Responses", Map.of());
            body.put("UnprocessedKeys", read(call.body()).get("RequestItems"));
            call.send(Call.answer(200, bytes(body)));
        });
    }

    private static byte[] bytes(Map<String, ? extends @Nullable Object> body) {
        return Json.write(body).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> read(String body) {
        try {
            return Json.object(Json.read(body));
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("DynamoDB's JSON is none", e);
        }
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
