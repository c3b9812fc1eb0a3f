package dev.latchkey.function.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import dev.latchkey.config.Environment;
import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbDeletionStore;
import dev.latchkey.dynamodb.DynamoDbLinkStore;
import dev.latchkey.dynamodb.DynamoDbOutbox;
import dev.latchkey.dynamodb.DynamoDbRelayStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.json.Json;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.mail.Mail;
import dev.latchkey.mail.Outbox;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvent.Kind;
import dev.latchkey.store.Announcement;
import dev.latchkey.store.LinkStore;
import dev.latchkey.store.LinkStore.Redeemed;
import dev.latchkey.store.Sequel;
import dev.latchkey.text.Language;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** On DynamoDB Local, with mails into an outbox. */
final class RelayHandlerTest {
    private static final Pattern TOKEN = Pattern.compile("&token=(\\S+)");

    private final TestTables tables = TestTables.ofEverything();
    private final Outbox outbox = new Outbox(InstantSource.system());
    private long nextId = 1L << 41;

    @Test
    void tellsOfNewEventsAndAnswersThatNoneIsLeft() throws IOException {
        User ada = user("ada");
        OutboxEvent event = resetOf(ada);
        assertThat(relayed(event)).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(outbox.mails()).hasSize(1);
        Mail mail = outbox.mails().get(0).mail();
        assertThat(mail.to()).isEqualTo("ada@example.com");
        assertThat(mail.subject()).isEqualTo("Neues Passwort wählen");
        assertThat(waits(event)).isFalse();
        assertThat(redeems(ada, mail)).isTrue();
    }

    @Test
    void answersWhichEventsAreLeftAndNoOthers() throws IOException {
        OutboxEvent good = resetOf(user("good"));
        OutboxEvent bad = resetOf(user("bad"));
        RelayHandler handler = new RelayHandler(environment(
                tables.client(),
                Map.of("MAIL", "smtp", "SMTP_HOST", "127.0.0.1", "SMTP_PORT", "9", "SMTP_SECURITY", "none")));
        assertThat(call(handler, bad)).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"0\"}]}");
        assertThat(waits(bad)).isTrue();
        assertThat(relayed(good, bad)).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(outbox.mails()).hasSize(2);
    }

    @Test
    void passesOverWhatIsNoNewEvent() throws IOException {
        String other = "{\"Records\":[{\"eventName\":\"REMOVE\",\"dynamodb\":{\"Keys\":{\"pk\":{\"S\":\"event#a\"}},"
                + "\"SequenceNumber\":\"1\"}},{\"eventName\":\"INSERT\",\"dynamodb\":{}},{}]}";
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new RelayHandler(environment(tables.client(), Map.of())).handleRequest(stream(other), output, context(300_000));
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("{\"batchItemFailures\":[]}");
    }

    @Test
    void beginsNothingThatItMayNotEnd() throws IOException {
        OutboxEvent event = resetOf(user("ada"));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new RelayHandler(environment(tables.client(), Map.of()))
                .handleRequest(stream(records(event)), output, context(20_000));
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("\"itemIdentifier\":\"0\"");
        assertThat(outbox.mails()).isEmpty();
        assertThat(waits(event)).isTrue();
    }

    @Test
    void theKeeperTellsWhatWasLeftForTenMinutes() throws IOException {
        OutboxEvent young = resetOf(user("ada"));
        OutboxEvent old = resetOf(user("grace"), Instant.now().minus(Duration.ofMinutes(11)));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new KeeperHandler(environment(tables.client(), Map.of())).handleRequest(stream("{}"), output, context(300_000));
        assertThat(Map.of(output.toString(StandardCharsets.UTF_8), 1)
                        .keySet()
                        .iterator()
                        .next())
                .contains("\"told\":1", "\"left\":0");
        assertThat(waits(old)).isFalse();
        assertThat(waits(young)).isTrue();
        assertThat(outbox.mails()).extracting(sent -> sent.mail().to()).containsExactly("grace@example.com");
    }

    @Test
    void theKeeperDeletesWhoseTimeOfGraceIsOver() throws IOException {
        Environment environment = environment(tables.client(), Map.of());
        User due = user("ada");
        User notYet = user("grace");
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        DynamoDbDeletionStore deletions = new DynamoDbDeletionStore(environment);
        for (User user : List.of(due, notYet)) {
            Instant when = user.equals(due) ? now : now.plusSeconds(60);
            deletions.ask(user, user.withoutSessions(user.security().deleting(now)), when, Sequel.NONE);
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new KeeperHandler(environment).handleRequest(stream("{}"), output, context(300_000));
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("\"deleted\":1");
        DynamoDbUserStore users = new DynamoDbUserStore(environment);
        assertThat(users.find(due.id())).isEmpty();
        assertThat(users.find(notYet.id())).isPresent();
    }

    /** Ends an instance before or after each of its calls of DynamoDB and of the mail service, then replays the stream ten times. */
    @Test
    void sendsAMailWhereverItIsKilledAndTwoAtMost() throws IOException {
        boolean killed = true;
        int gap = 0;
        int doubled = 0;
        for (; killed; gap++) {
            outbox.clear();
            User ada = user("ada" + gap);
            OutboxEvent event = resetOf(ada);
            Killer killer = new Killer(gap);
            RelayHandler mortal = new RelayHandler(environment(killer.around(tables.client()), Map.of()));
            killed = false;
            try {
                call(mortal, event);
            } catch (Killed e) {
                killed = true;
            }
            for (int replay = 0; replay < 10; replay++) {
                assertThat(relayed(event)).isEqualTo("{\"batchItemFailures\":[]}");
            }
            assertThat(outbox.mails()).as("killed in gap " + gap).hasSizeBetween(1, 2);
            doubled += outbox.mails().size() - 1;
            long redeemed = outbox.mails().stream()
                    .filter(sent -> redeems(ada, sent.mail()))
                    .count();
            assertThat(redeemed).as("killed in gap " + gap).isEqualTo(1);
            assertThat(waits(event)).isFalse();
        }
        assertThat(gap).as("gaps that were tried").isGreaterThan(10);
        assertThat(doubled).as("gaps after the mail").isPositive();
    }

    @Test
    void doesNotStartOnASettingThatCannotBe() {
        assertThatThrownBy(
                        () -> new RelayHandler(environment(tables.client(), Map.of("ACCOUNT_URL", "http://a.example"))))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("ACCOUNT_URL");
        assertThatThrownBy(
                        () -> new KeeperHandler(environment(tables.client(), Map.of("MAIL", "ses", "MAIL_FROM", ""))))
                .hasMessage("MAIL_FROM is not set");
        assertThatThrownBy(() -> new KeeperHandler(environment(tables.client(), Map.of("EVENTS_TABLE", ""))))
                .hasMessage("EVENTS_TABLE is not set");
    }

    private Environment environment(DynamoDbClient client, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(tables.variables());
        settings.put("MAIL", "outbox");
        settings.put("MAIL_FROM", "Latchkey <no-reply@accounts.example.com>");
        settings.put("ACCOUNT_URL", "https://accounts.example.com/account");
        settings.put("UID_KEY", "a stack");
        settings.putAll(more);
        return DynamoDb.environment(settings, client, Clock.systemUTC()).with(Outbox.class, outbox);
    }

    private String relayed(OutboxEvent... events) throws IOException {
        return call(new RelayHandler(environment(tables.client(), Map.of())), events);
    }

    private static String call(RelayHandler handler, OutboxEvent... events) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(stream(records(events)), output, context(300_000));
        return output.toString(StandardCharsets.UTF_8);
    }

    private static String records(OutboxEvent... events) {
        List<Map<String, Object>> records = new java.util.ArrayList<>();
        for (OutboxEvent event : events) {
            records.add(Map.of(
                    "eventName",
                    "INSERT",
                    "dynamodb",
                    Map.of(
                            "Keys",
                            Map.of("pk", Map.of("S", "event#" + event.id())),
                            "SequenceNumber",
                            Integer.toString(records.size()))));
        }
        return Json.write(Map.of("Records", records));
    }

    private static InputStream stream(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    private boolean waits(OutboxEvent event) {
        return new DynamoDbRelayStore(environment(tables.client(), Map.of()))
                .find(event.id())
                .isPresent();
    }

    private OutboxEvent resetOf(User user) {
        return resetOf(user, Instant.now());
    }

    private OutboxEvent resetOf(User user, Instant at) {
        OutboxEvent event = new OutboxEvent(
                HexFormat.of().formatHex(Randomness.SECURE.bytes(16)),
                Kind.PASSWORD_RESET_REQUESTED,
                0,
                EmailForm.of(user.email()).orElseThrow(),
                at,
                Language.DE,
                0,
                0,
                0,
                Map.of());
        new DynamoDbOutbox(environment(tables.client(), Map.of())).add(event);
        return event;
    }

    private User user(String name) {
        String address = name + "@example.com";
        User user = User.registered(nextId++, name, address, new PasswordHash("old"), Instant.now())
                .with(Security.ofNewUser(Randomness.SECURE));
        new DynamoDbUserStore(environment(tables.client(), Map.of()))
                .create(user, name, null, new Announcement(EmailForm.of(address).orElseThrow(), List.of()));
        return user;
    }

    private boolean redeems(User user, Mail mail) {
        Matcher token = TOKEN.matcher(mail.text());
        assertThat(token.find()).isTrue();
        var digest = ((PresentedToken.Native) Purpose.RESET.format().read(token.group(1))).digest();
        LinkStore links = new DynamoDbLinkStore(environment(tables.client(), Map.of()));
        LinkStore.LinkWithUser found = links.find(Purpose.RESET, user.id(), digest.key());
        Link link = found.link();
        User seen = found.user();
        return link != null
                && seen != null
                && link.digest().equals(digest)
                && link.isGoodFor(seen, Instant.now())
                && links.redeem(link, seen, seen.withNewPassword(new PasswordHash("new"), seen.security()), List.of())
                        == Redeemed.DONE;
    }

    private static Context context(int remaining) {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getRemainingTimeInMillis" -> remaining;
                    case "getLogger" -> new SilentLogger();
                    default -> "x";
                });
    }

    private static final class SilentLogger implements com.amazonaws.services.lambda.runtime.LambdaLogger {
        @Override
        public void log(String message) {
            throw new AssertionError("lines are logged as bytes");
        }

        @Override
        public void log(byte[] message) {
            assertThat(new String(message, StandardCharsets.UTF_8)).doesNotContain("@example.com", "reset_");
        }
    }

    /** Stands for the loss of an instance; no code of ours throws it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Ends an instance in one gap: before its first call of DynamoDB, after it, before the second, and so on. */
    private static final class Killer {
        private int left;

        Killer(int gap) {
            left = gap;
        }

        private void gap() {
            if (left-- == 0) {
                throw new Killed();
            }
        }

        DynamoDbClient around(DynamoDbClient inner) {
            return (DynamoDbClient) Proxy.newProxyInstance(
                    DynamoDbClient.class.getClassLoader(),
                    new Class<?>[] {DynamoDbClient.class},
                    (self, method, arguments) -> {
                        gap();
                        Object result;
                        try {
                            result = method.invoke(inner, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                        gap();
                        return result;
                    });
        }
    }
}
