package dev.latchkey.cli.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.cli.CommandRunner;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDb;
import dev.latchkey.dynamodb.DynamoDbRelayStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.OutboxItems;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.operator.AccountImport;
import dev.latchkey.operator.AddressAdmin;
import dev.latchkey.operator.AddressAdmin.Outcome;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What operators do to the addresses of users. */
class AddressCommandsTest {
    private static final Instant JOINED = Instant.parse("2026-10-01T10:00:00Z");

    private final TestTables tables = TestTables.ofEverything();
    private final Environment environment = DynamoDb.environment(tables.variables(), tables.client());
    private final CommandRunner latchkey = CommandRunner.on(tables);
    private final DynamoDbUserStore users = new DynamoDbUserStore(environment);

    @Test
    void importedUsersAreFoundByTheirAddressOnceTheyAreIndexed() {
        bring(1, "ada", "Ada@Example.com");
        bring(2, "bob", "ada@example.com");
        bring(3, "eve", "");
        assertThat(claimants("ada@example.com")).isEmpty();

        CommandRunner.Result first = latchkey.run("users", "index-addresses");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("2 users are found by their address now, 0 were before, 1 have none.");
        assertThat(claimants("ada@example.com")).containsExactlyInAnyOrder(1L, 2L);
        assertThat(latchkey.run("users", "index-addresses").out()).contains("0 users", "2 were before");
    }

    @Test
    void anIndexedAddressIsTheOneThatTheUserHasNow() {
        User read = bring(1, "ada", "ada@example.com");
        tables.client()
                .updateItem(update -> update.tableName(tables.variables().get("USERS_TABLE"))
                        .key(Map.of("pk", AttributeValue.fromS("user#1")))
                        .updateExpression("SET email = :other")
                        .expressionAttributeValues(Map.of(":other", AttributeValue.fromS("other@example.com"))));

        AddressAdmin addresses = new AddressAdmin(environment);

        assertThat(addresses.index(read)).isEqualTo(Outcome.GONE);
        assertThat(addresses.verify(read)).isEqualTo(Outcome.GONE);
        assertThat(claimants("ada@example.com")).isEmpty();
        assertThat(user(1).security().emailVerified()).isFalse();
    }

    @Test
    void aLinkToChooseAPasswordIsSentLikeOneThatWasAskedFor() {
        bring(1, "ada", "ada@example.com");
        bring(2, "eve", "");

        CommandRunner.Result sent = latchkey.run("users", "send-reset", "ada", "--language", "de");

        assertThat(sent.exitCode()).as(sent.err()).isZero();
        assertThat(sent.out()).contains("is on its way to the address of ada");
        OutboxEvent event = events().get(0);
        assertThat(event.kind()).isEqualTo(OutboxEvent.Kind.PASSWORD_RESET_REQUESTED);
        assertThat(event.language().tag()).isEqualTo("de");
        assertThat(event.form()).isEqualTo(EmailForm.of("ada@example.com").orElseThrow());
        assertThat(claimants("ada@example.com")).containsExactly(1L);
        assertThat(latchkey.auditLog()).last().asString().contains("\"event\":\"reset_sent\"", "\"userId\":\"1\"");

        assertThat(latchkey.run("users", "send-reset", "eve").err()).contains("has no address");
        latchkey.run("users", "deactivate", "ada");
        assertThat(latchkey.run("users", "send-reset", "ada").exitCode()).isEqualTo(1);
        assertThat(latchkey.run("users", "send-reset", "ada", "--language", "xx")
                        .exitCode())
                .isNotZero();
        assertThat(events()).hasSize(1);
        CommandRunner silent = CommandRunner.on(TestTables.create());
        silent.run("users", "create", "ada", "--email", "ada@example.com", "--no-password");
        assertThat(silent.run("users", "send-reset", "ada").err()).contains("sends none");
    }

    @Test
    void anAddressIsVerifiedByHandAndOnce() {
        bring(1, "ada", "ada@example.com");
        bring(2, "eve", "");

        assertThat(latchkey.run("users", "verify-email", "ada").out()).contains("is verified now");
        assertThat(latchkey.run("users", "verify-email", "ada").out()).contains("was verified before");
        assertThat(latchkey.run("users", "verify-email", "eve").exitCode()).isEqualTo(1);

        assertThat(user(1).security().emailVerified()).isTrue();
        assertThat(user(1).security().epoch()).isEqualTo(1);
        assertThat(events()).extracting(OutboxEvent::kind).containsExactly(OutboxEvent.Kind.USER_VERIFIED);
        assertThat(latchkey.auditLog())
                .filteredOn(line -> line.contains("address_verified"))
                .hasSize(1);
    }

    @Test
    void allWhoWereThereBeforeATimeAreMarkedVerifiedIfOneSaysSo() {
        bring(1, "ada", "ada@example.com");
        bring(2, "bob", "bob@example.com");
        bring(3, "eve", "");
        latchkey.run("users", "create", "new", "--email", "new@example.com", "--no-password");
        latchkey.run("users", "verify-email", "bob");
        String[] command = {"users", "mark-verified", "--created-before", "2026-10-01T10:00:01Z"};

        assertThat(latchkey.run(command).out()).contains("1 users would be verified: --yes does it.");
        assertThat(user(1).security().emailVerified()).isFalse();
        CommandRunner.Result done =
                latchkey.run("users", "mark-verified", "--created-before", "2026-10-01T10:00:01Z", "--yes");

        assertThat(done.out()).contains("The addresses of 1 users are verified now.");
        assertThat(user(1).security().emailVerified()).isTrue();
        assertThat(users.findByName("new").orElseThrow().security().emailVerified())
                .isFalse();
        assertThat(latchkey.run(command).out()).contains("0 users would be");
        assertThat(latchkey.run("users", "mark-verified", "--created-before", "yesterday")
                        .exitCode())
                .isEqualTo(2);
    }

    private User bring(long id, String name, String email) {
        new AccountImport(environment).put(User.imported(id, name, email, null, true, JOINED, null), name);
        return user(id);
    }

    private User user(long id) {
        return users.find(id).orElseThrow();
    }

    private List<Long> claimants(String address) {
        return new DynamoDbRelayStore(environment)
                .claimants(EmailForm.of(address).orElseThrow(), 10).stream()
                        .map(User::id)
                        .toList();
    }

    private List<OutboxEvent> events() {
        return tables.client().scan(scan -> scan.tableName(tables.variables().get("EVENTS_TABLE"))).items().stream()
                .map(OutboxItems::read)
                .toList();
    }
}
