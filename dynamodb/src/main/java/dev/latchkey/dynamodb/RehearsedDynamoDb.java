package dev.latchkey.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.json.Json;
import dev.latchkey.link.Purpose;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.proof.App;
import dev.latchkey.proof.Step;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.Nobody;
import dev.latchkey.session.Session;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.Factor;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A DynamoDB that has one user with one session, answers every call as if it were about these and succeeded, and keeps nothing.
 *
 * <p>It stands in the place of the HTTP client, so that all of the SDK does its work: marshalling, signing, checksums and reading
 * the answer. It needs no network. A name that is not the user's is free.
 */
public final class RehearsedDynamoDb implements SdkHttpClient {
    private static final String OPERATION = "X-Amz-Target";
    private static final String NOTHING = "{}";

    private final Map<String, String> answers;
    private final String nameKey;
    private final String nameAnswer;
    private final String userKey;
    private final String userAnswer;
    private final Map<String, String> linkAnswers = new LinkedHashMap<>();
    private final String appKey;
    private final String appAnswer;
    private final Map<String, String> passkeyAnswers;
    private final String stepKey;
    private final String stepAnswer;
    private final String undoKey;
    private final String undoAnswer;
    private final Map<String, String> keyAnswers;
    private final String keysKey;

    private RehearsedDynamoDb(
            Tables tables,
            User user,
            Session session,
            @Nullable App app,
            @Nullable Passkey passkey,
            @Nullable Map<String, AttributeValue> key) {
        Map<String, Object> userItem = json(UserItems.write(user));
        Map<String, Object> sessionItem = json(SessionItems.write(session));
        String name = UsernameRule.uniquenessKey(user.username());
        nameKey = '"' + UserItems.namePk(name) + '"';
        nameAnswer = Json.write(Map.of("Item", json(UserItems.nameItem(name, user.id()))));
        userKey = '"' + UserItems.pk(user.id()) + '"';
        userAnswer = Json.write(Map.of("Item", userItem));
        if (!tables.events().isEmpty()) {
            for (Purpose purpose : Purpose.values()) {
                Map<String, Object> link = json(LinkItems.write(SampleLinks.link(purpose, user, session.created())));
                linkAnswers.put('"' + purpose.label() + '#', batch(tables, userItem, link));
            }
        }
        appKey = '"' + FactorItems.APP + user.id() + '"';
        List<Map<String, Object>> withApp =
                app == null ? List.of(userItem) : List.of(userItem, json(FactorItems.write(user.id(), app)));
        appAnswer = Json.write(Map.of("Responses", Map.of(tables.users(), withApp), "UnprocessedKeys", Map.of()));
        passkeyAnswers = passkey == null ? Map.of() : passkeyAnswers(tables, user, passkey);
        stepKey = '"' + FactorItems.STEP + user.id() + '"';
        Step step =
                new StepTokens(Randomness.NONE).issue(user, session.created()).step();
        stepAnswer = Json.write(Map.of("Attributes", json(FactorItems.write(step))));
        undoKey = '"' + UndoItems.pk(user.id()) + '"';
        undoAnswer = query(json(UndoItems.write(undo(user, session.created()))));
        keysKey = '"' + KeyItems.KEYS + user.id() + '"';
        keyAnswers = key == null
                ? Map.of()
                : Map.of("Query", query(json(key)), "BatchGetItem", batch(tables, userItem, json(key)));
        answers = Map.of(
                "BatchGetItem",
                batch(tables, userItem, sessionItem),
                "Query",
                query(sessionItem),
                "DeleteItem",
                Json.write(Map.of("Attributes", sessionItem)),
                "UpdateItem",
                Json.write(Map.of("Attributes", json(AttemptItems.rehearsed(session.created())))),
                "PutItem",
                NOTHING,
                "TransactWriteItems",
                NOTHING);
    }

    private static String query(Map<String, Object> item) {
        return Json.write(Map.of("Items", List.of(item), "Count", 1, "ScannedCount", 1));
    }

    /** Returns what the change replaced that {@link SampleLinks} has a link to. */
    private static Undo undo(User user, Instant now) {
        List<PasswordHash> passwords = user.passwordHash() == null ? List.of() : List.of(user.passwordHash());
        return new Undo(
                user.id(),
                user.security().incarnation(),
                user.security().epoch(),
                now,
                passwords,
                user.email(),
                user.security().emailVerified(),
                user.security().factors(),
                false,
                null);
    }

    private static Map<String, String> passkeyAnswers(Tables tables, User user, Passkey passkey) {
        Item item = new Item(UserItems.write(user))
                .put(PasskeyItems.HANDLE, passkey.handle().value().bytes());
        String digest = passkey.id().digest();
        Map<String, Object> set = json(PasskeyItems.set(user.id(), 0, List.of(digest)));
        return Map.of(
                '"' + PasskeyItems.PASSKEY + digest + '"',
                Json.write(Map.of("Item", json(PasskeyItems.write(passkey)))),
                '"' + PasskeyItems.SET + user.id() + '"',
                Json.write(Map.of(
                        "Responses",
                        Map.of(tables.users(), List.of(json(item.attributes()), set)),
                        "UnprocessedKeys",
                        Map.of())));
    }

    private static String batch(Tables tables, Map<String, Object> user, Map<String, Object> token) {
        return Json.write(Map.of(
                "Responses", Map.of(tables.users(), List.of(user), tables.tokens(), List.of(token)),
                "UnprocessedKeys", Map.of()));
    }

    /**
     * Returns an environment of the same settings whose DynamoDB has {@link Nobody} with a session, and where nothing is random.
     *
     * @param hash the user's password, or null where none is asked for
     */
    public static Environment stage(Environment environment, @Nullable PasswordHash hash) {
        return stage(environment, hash, null);
    }

    /**
     * Returns an environment where {@link Nobody} has an authenticator app too.
     *
     * @param hash the user's password, or null where none is asked for
     * @param app the app, or null for none
     */
    public static Environment stage(Environment environment, @Nullable PasswordHash hash, @Nullable App app) {
        return stage(environment, Nobody.user(hash, environment.now()), app, null);
    }

    /** Returns an environment where {@link Nobody} has a passkey, and no password. */
    public static Environment stageWithPasskey(Environment environment, Passkey passkey) {
        User nobody = Nobody.user(null, environment.now());
        return stage(environment, nobody.with(nobody.security().with(Factor.PASSKEY)), null, passkey);
    }

    private static Environment stage(
            Environment environment, User nobody, @Nullable App app, @Nullable Passkey passkey) {
        // Of the same moment: the generation is the time, and a session of another is over.
        Session session = Nobody.session(TokenSettings.from(environment.variables()), nobody.created());
        Tables tables = Tables.from(environment.variables());
        User user = app == null ? nobody : nobody.with(nobody.security().with(Factor.APP));
        Map<String, AttributeValue> key =
                environment.variables().text("KEY_SCOPES", "").isEmpty()
                        ? null
                        : SampleKeys.item(environment.variables(), user, session.created());
        return environment
                .with(Randomness.NONE)
                .with(DynamoDbClient.class, client(new RehearsedDynamoDb(tables, user, session, app, passkey, key)));
    }

    /** Returns a client with the time-outs and retries of every other. */
    private static DynamoDbClient client(RehearsedDynamoDb http) {
        return DynamoDbClient.builder()
                .httpClient(http)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none")))
                .overrideConfiguration(DynamoDb.timeouts())
                .build();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        byte[] answer = answer(request).getBytes(UTF_8);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return response(answer);
            }

            @Override
            public void abort() {
                // Nothing is under way.
            }
        };
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private static HttpExecuteResponse response(byte[] answer) {
        CRC32 checksum = new CRC32();
        checksum.update(answer);
        return HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder()
                        .statusCode(200)
                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                        .putHeader("Content-Length", Integer.toString(answer.length))
                        .putHeader("x-amz-crc32", Long.toString(checksum.getValue()))
                        .build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer)))
                .build();
    }

    private String answer(HttpExecuteRequest request) {
        String target = request.httpRequest().firstMatchingHeader(OPERATION).orElse("");
        String operation = target.substring(target.indexOf('.') + 1);
        if (!passkeyAnswers.isEmpty()) {
            String body = body(request);
            for (Map.Entry<String, String> answer : passkeyAnswers.entrySet()) {
                if (operation.endsWith("GetItem") && body.contains(answer.getKey())) {
                    return answer.getValue();
                }
            }
        }
        String ofKey = keyAnswers.get(operation);
        if (ofKey != null && body(request).contains(keysKey)) {
            return ofKey;
        }
        if (operation.equals("GetItem")) {
            String body = body(request);
            return body.contains(nameKey) ? nameAnswer : body.contains(userKey) ? userAnswer : NOTHING;
        }
        if (operation.equals("BatchGetItem") && !linkAnswers.isEmpty()) {
            String body = body(request);
            for (Map.Entry<String, String> link : linkAnswers.entrySet()) {
                if (body.contains(link.getKey())) {
                    return link.getValue();
                }
            }
        }
        if (operation.equals("BatchGetItem") && body(request).contains(appKey)) {
            return appAnswer;
        }
        if (operation.equals("Query") && body(request).contains(undoKey)) {
            return undoAnswer;
        }
        if (operation.equals("UpdateItem") && body(request).contains(stepKey)) {
            return stepAnswer;
        }
        String answer = answers.get(operation);
        if (answer == null) {
            throw new IllegalArgumentException("not rehearsed: " + target);
        }
        return answer;
    }

    private static String body(HttpExecuteRequest request) {
        try (InputStream content = request.contentStreamProvider().orElseThrow().newStream()) {
            return new String(content.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /** Writes an item as DynamoDB's protocol has it, with the types that Latchkey stores. */
    private static Map<String, Object> json(Map<String, AttributeValue> item) {
        Map<String, Object> written = new LinkedHashMap<>();
        item.forEach((name, value) -> written.put(
                name,
                switch (value.type()) {
                    case S -> Map.of("S", value.s());
                    case N -> Map.of("N", value.n());
                    case SS -> Map.of("SS", value.ss());
                    case BOOL -> Map.of("BOOL", value.bool());
                    case B ->
                        Map.of("B", Base64.getEncoder().encodeToString(value.b().asByteArray()));
                    default -> throw new IllegalArgumentException("no item here has " + value.type());
                }));
        return written;
    }
}
