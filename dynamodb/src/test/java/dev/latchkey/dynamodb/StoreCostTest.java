package dev.latchkey.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.Site.Drafted;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * What each operation costs in DynamoDB's capacity units, as DynamoDB itself counts them: a strongly consistent read of up to
 * 4 KB is one unit, a write of up to 1 KB is one, in a transaction two.
 */
public class StoreCostTest {
    private final ConsumedCapacity capacity = new ConsumedCapacity();
    private final CountedCalls calls = new CountedCalls();
    private final TestTables tables = TestTables.create();
    private final Site site = new Site(Map.of(), tables, client(tables.client()));

    @Test
    void aCheckIsTwoReadUnitsInOneRoundTrip() {
        TokenText token = site.logIn(site.register("alice")).orElseThrow();
        forget();
        assertThat(site.isLive(token)).isTrue();
        assertThat(calls.take()).containsExactly("BatchGetItem");
        assertThat(capacity.take()).isEqualTo(2);
    }

    @Test
    void aKeysCheckIsTwoReadUnitsInOneRoundTripAndOneWriteUnitAnHour() {
        Site withKeys = new Site(Map.of("KEY_SCOPES", "a"), tables, site.client());
        TokenText key = withKeys.key(withKeys.register("ada"), "a").text();
        forget();
        assertThat(withKeys.isKey(key)).isTrue();
        assertThat(calls.take()).containsExactly("BatchGetItem", "UpdateItem");
        assertThat(capacity.take()).isEqualTo(3);
        withKeys.passes(Duration.ofMinutes(59));
        assertThat(withKeys.isKey(key)).isTrue();
        assertThat(calls.take()).containsExactly("BatchGetItem");
        assertThat(capacity.take()).isEqualTo(2);
        TokenText token = withKeys.logIn(withKeys.register("bob")).orElseThrow();
        forget();
        assertThat(withKeys.isLive(token)).isTrue();
        assertThat(calls.take()).containsExactly("BatchGetItem");
        assertThat(capacity.take()).isEqualTo(2);
    }

    /** Who counts as DynamoDB is documented to, counts six. */
    @Tag("counts-as-dynamodb-local")
    @Test
    void aRegistrationIsOneReadAndSixWriteUnits() {
        User user =
                User.registered(UserIds.random(Randomness.SECURE), "alice", "alice@example.com", Site.HASH, site.now());
        forget();
        site.users().isNameTaken("alice");
        assertThat(capacity.take()).isEqualTo(1);
        site.users().create(user, "alice", site.draft(user).session());
        assertThat(calls.take()).containsExactly("GetItem", "TransactWriteItems");
        // Two units for each of three items are six; DynamoDB Local counts the two in the users table as one.
        assertThat(capacity.take()).isEqualTo(4);
    }

    @Test
    void aLoginIsTwoReadAndFourWriteUnits() {
        site.register("alice");
        forget();
        User user = site.users().findByName("alice").orElseThrow();
        assertThat(calls.take()).containsExactly("GetItem", "GetItem");
        assertThat(capacity.take()).isEqualTo(2);
        site.logIn(user);
        assertThat(calls.take()).containsExactly("TransactWriteItems");
        assertThat(capacity.take()).isEqualTo(4);
    }

    @Test
    void aLookUpOfAnUnknownNameDoesTheSameReads() {
        forget();
        assertThat(site.users().findByName("nobody")).isEmpty();
        assertThat(calls.take()).containsExactly("GetItem", "GetItem");
        for (String tooLong : List.of("n".repeat(60_000), "\u4e2d".repeat(900))) {
            assertThat(site.users().findByName(tooLong)).isEmpty();
            assertThat(calls.take()).containsExactly("GetItem", "GetItem");
        }
    }

    @Test
    void aLookUpOfTheLongestNameIsAnOrdinaryOne() {
        forget();
        assertThat(site.users().findByName("\ud83d\ude42".repeat(450))).isEmpty();
        assertThat(calls.take()).containsExactly("GetItem", "GetItem");
    }

    @Test
    void aLogoutIsOneWriteUnit() {
        User user = site.register("alice");
        Drafted session = site.draft(user);
        site.open(user, session, null);
        forget();
        site.sessions().end(user.id(), session.session().key());
        assertThat(calls.take()).containsExactly("DeleteItem");
        assertThat(capacity.take()).isEqualTo(1);
    }

    @Test
    void endingTenThousandSessionsCostsWhatEndingOneDoes() {
        User one = site.register("one");
        TokenText only = site.logIn(one).orElseThrow();
        forget();
        site.users().endAllSessions(one.id());
        double costOfOne = capacity.take();
        assertThat(calls.take()).containsExactly("UpdateItem");
        assertThat(site.isLive(only)).isFalse();

        User many = site.register("many");
        List<Drafted> sessions =
                IntStream.range(0, 10_000).mapToObj(i -> site.draft(many)).toList();
        store(many, sessions);
        assertThat(site.isLive(sessions.get(0).text())).isTrue();
        assertThat(site.live(many)).hasSize(10_000);
        forget();
        site.users().endAllSessions(many.id());
        assertThat(calls.take()).containsExactly("UpdateItem");
        assertThat(capacity.take()).isEqualTo(costOfOne);
        assertThat(site.isLive(sessions.get(0).text())).isFalse();
        assertThat(site.isLive(sessions.get(9_999).text())).isFalse();
        assertThat(site.live(many)).isEmpty();
    }

    private void store(User user, List<Drafted> sessions) {
        String table = site.environment().variables().required("TOKENS_TABLE");
        for (int from = 0; from < sessions.size(); from += 25) {
            List<WriteRequest> puts = sessions.subList(from, from + 25).stream()
                    .map(session -> SessionItems.write(session.session().withGeneration(user.generation())))
                    .map(item -> WriteRequest.builder()
                            .putRequest(PutRequest.builder().item(item).build())
                            .build())
                    .toList();
            tables.client().batchWriteItem(batch -> batch.requestItems(Map.of(table, puts)));
        }
    }

    private void forget() {
        calls.take();
        capacity.take();
    }

    private DynamoDbClient client(DynamoDbClient like) {
        return calls.client(like, capacity);
    }
}
