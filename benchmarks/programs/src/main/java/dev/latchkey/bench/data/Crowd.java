package dev.latchkey.bench.data;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Many users with ten sessions each, in tables of their own: copies of the sample user's items under other keys. */
public final class Crowd {
    /** How many sessions a user has. */
    public static final int SESSIONS = 10;

    private static final int BATCH = 25;
    private static final long FIRST_ID = 1L << 41;

    /** A user and its sessions. */
    public record Member(long id, String name, List<TokenText> sessions) {
        /** Copies the list. */
        public Member {
            sessions = List.copyOf(sessions);
        }
    }

    private final Map<String, String> variables;
    private final DynamoDbClient client;
    private final Map<String, AttributeValue> user;
    private final Map<String, AttributeValue> session;
    private final TokenFormat format = new TokenFormat("", false);
    private final List<Member> members = new ArrayList<>();

    /**
     * Prepares a crowd.
     *
     * @param client a client for the tables
     * @param variables the names of the crowd's tables, and what else a function is told
     * @param user the item of a user
     * @param session the item of a session
     */
    Crowd(
            DynamoDbClient client,
            Map<String, String> variables,
            Map<String, AttributeValue> user,
            Map<String, AttributeValue> session) {
        this.client = client;
        this.variables = variables;
        this.user = user;
        this.session = session;
    }

    /** Writes so many users, by several threads. */
    public void load(int users, int threads) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<Member>>> parts = new ArrayList<>();
            for (int part = 0; part < threads; part++) {
                int first = (int) ((long) users * part / threads);
                int end = (int) ((long) users * (part + 1) / threads);
                parts.add(pool.submit(() -> write(first, end)));
            }
            for (Future<List<Member>> part : parts) {
                members.addAll(part.get());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** Returns all users. */
    public List<Member> members() {
        return Collections.unmodifiableList(members);
    }

    /** Returns what a function is built on. */
    public Environment environment() {
        return DynamoDb.environment(variables, client);
    }

    private List<Member> write(int first, int end) {
        List<Member> written = new ArrayList<>();
        List<WriteRequest> users = new ArrayList<>();
        List<WriteRequest> sessions = new ArrayList<>();
        for (int number = first; number < end; number++) {
            long id = FIRST_ID + number;
            String name = "user" + number;
            users.add(put(item(user, Map.of("pk", "user#" + id, "username", name), id)));
            users.add(put(Map.of("pk", AttributeValue.fromS("name#" + name), "id", number(id))));
            List<TokenText> texts = new ArrayList<>();
            for (int count = 0; count < SESSIONS; count++) {
                TokenText text = format.create(id, Randomness.SECURE);
                TokenDigest digest = TokenDigest.of(text);
                Map<String, String> key =
                        Map.of("pk", "user#" + id, "sk", digest.key().value());
                Map<String, AttributeValue> item = item(session, key, id);
                item.put("digest", AttributeValue.fromB(SdkBytes.fromByteArray(digest.bytes())));
                sessions.add(put(item));
                texts.add(text);
            }
            written.add(new Member(id, name, texts));
            flush("USERS_TABLE", users, BATCH);
            flush("TOKENS_TABLE", sessions, BATCH);
        }
        flush("USERS_TABLE", users, 1);
        flush("TOKENS_TABLE", sessions, 1);
        return written;
    }

    private void flush(String table, List<WriteRequest> waiting, int least) {
        while (waiting.size() >= least) {
            List<WriteRequest> batch = waiting.subList(0, Math.min(BATCH, waiting.size()));
            Map<String, List<WriteRequest>> left = Map.of(variables.getOrDefault(table, ""), List.copyOf(batch));
            while (!left.isEmpty()) {
                Map<String, List<WriteRequest>> now = left;
                BatchWriteItemResponse response = client.batchWriteItem(request -> request.requestItems(now));
                left = response.unprocessedItems();
            }
            batch.clear();
        }
    }

    private static Map<String, AttributeValue> item(
            Map<String, AttributeValue> like, Map<String, String> texts, long id) {
        Map<String, AttributeValue> item = new HashMap<>(like);
        texts.forEach((name, text) -> item.put(name, AttributeValue.fromS(text)));
        item.put("id", number(id));
        return item;
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static WriteRequest put(Map<String, AttributeValue> item) {
        return WriteRequest.builder().putRequest(put -> put.item(item)).build();
    }
}
