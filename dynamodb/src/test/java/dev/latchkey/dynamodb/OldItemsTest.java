package dev.latchkey.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.latchkey.config.Environment;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.user.User;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What version 0.1 wrote, byte for byte, is read for ever: its items lie in {@code items-0.1.jsonl}. */
class OldItemsTest {
    private static final long GRACE = 2835221737497160L;
    private static final String GRACES_TOKEN = "ChKegIXiSJg1_9oFytSGMDVuFyfX_jseiHkuGuB8QiQ53sray-MUn-F4";
    private static final Instant BACK_THEN = Instant.parse("2026-11-27T22:00:00Z");

    private final TestTables tables = TestTables.create();
    private final Environment environment =
            DynamoDb.environment(tables.variables(), tables.client(), Clock.fixed(BACK_THEN, ZoneOffset.UTC));

    @Test
    void usersSessionsAndWhatEndedThemAreRead() throws Exception {
        load();
        DynamoDbUserStore users = new DynamoDbUserStore(environment);
        User grace = users.findByName("grace").orElseThrow();
        assertThat(grace.id()).isEqualTo(GRACE);
        assertThat(grace.email()).isEqualTo("grace@example.com");
        assertThat(grace.sessionsOpened()).isEqualTo(2);
        assertThat(users.findByName("strasse").orElseThrow().active()).isFalse();
        assertThat(users.findByName("idle").orElseThrow().passwordHash()).isNull();
        assertThat(TokenChecks.who(environment, GRACES_TOKEN))
                .as("the session that changed the password")
                .isEqualTo("grace");
        assertThat(new DynamoDbSessionStore(environment).list(GRACE)).hasSize(2);
    }

    @Test
    void itsUsersAreWrittenOn() throws Exception {
        load();
        new DynamoDbUserStore(environment).endAllSessions(GRACE);
        assertThat(TokenChecks.who(environment, GRACES_TOKEN)).isEqualTo("Invalid token.");
    }

    /** An attribute that a later version adds has a default, so that items which lack it are read. */
    @ParameterizedTest
    @CsvSource({"email", "sessions", "last_login", "password", "kept_key"})
    void anItemThatLacksANewerAttributeIsReadWithItsDefault(String attribute) throws Exception {
        Map<String, AttributeValue> item = new HashMap<>(grace());
        item.remove(attribute);
        if (attribute.equals("kept_key")) {
            item.remove("kept_generation");
        }
        User user = UserItems.read(item);
        assertThat(user.id()).isEqualTo(GRACE);
        switch (attribute) {
            case "email" -> assertThat(user.email()).isEmpty();
            case "sessions" -> assertThat(user.sessionsOpened()).isZero();
            case "last_login" -> assertThat(user.lastLogin()).isNull();
            case "password" -> assertThat(user.passwordHash()).isNull();
            default -> assertThat(user.kept()).isNull();
        }
    }

    /** What has been there from the first version, and says who may do what, is never guessed. */
    @ParameterizedTest
    @CsvSource({"id", "username", "active", "generation", "created"})
    void anItemThatLacksWhatItAlwaysHadIsDamaged(String attribute) throws Exception {
        Map<String, AttributeValue> item = new HashMap<>(grace());
        item.remove(attribute);
        assertThatThrownBy(() -> UserItems.read(item))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a stored item lacks " + attribute);
    }

    private Map<String, AttributeValue> grace() throws Exception {
        load();
        return tables.client()
                .getItem(request -> request.tableName(
                                Objects.requireNonNull(tables.variables().get("USERS_TABLE")))
                        .key(UserItems.key(GRACE)))
                .item();
    }

    private void load() throws IOException {
        try (InputStream lines = Objects.requireNonNull(OldItemsTest.class.getResourceAsStream("items-0.1.jsonl"))) {
            for (String line : new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                JsonNode entry = new JsonMapper().readTree(line);
                String table = entry.get("table").textValue().equals("users") ? "USERS_TABLE" : "TOKENS_TABLE";
                Map<String, AttributeValue> item = new HashMap<>();
                entry.get("item").properties().forEach(member -> item.put(member.getKey(), value(member.getValue())));
                tables.client()
                        .putItem(request ->
                                request.tableName(tables.variables().get(table)).item(item));
            }
        }
    }

    private static AttributeValue value(JsonNode typed) {
        if (typed.has("S")) {
            return AttributeValue.fromS(typed.get("S").textValue());
        }
        if (typed.has("N")) {
            return AttributeValue.fromN(typed.get("N").textValue());
        }
        return typed.has("BOOL")
                ? AttributeValue.fromBool(typed.get("BOOL").booleanValue())
                : AttributeValue.fromB(SdkBytes.fromByteArray(
                        Base64.getDecoder().decode(typed.get("B").textValue())));
    }
}
