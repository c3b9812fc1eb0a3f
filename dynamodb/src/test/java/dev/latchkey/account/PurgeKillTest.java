package dev.latchkey.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.dynamodb.DynamoDbDeletionStore;
import dev.latchkey.dynamodb.DynamoDbFactorStore;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.dynamodb.DynamoDbStepStore;
import dev.latchkey.dynamodb.DynamoDbUserStore;
import dev.latchkey.dynamodb.LinkItems;
import dev.latchkey.dynamodb.Site;
import dev.latchkey.fixtures.TestTables;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.proof.App;
import dev.latchkey.proof.PendingApp;
import dev.latchkey.proof.Sealed;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Session;
import dev.latchkey.store.Announcement;
import dev.latchkey.store.Sequel;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The deletion of a user, ended before or after each call that it makes to DynamoDB Local: the next run goes on, to the end. */
class PurgeKillTest {
    private static final Sealed SEALED = new Sealed(new byte[] {1});

    private final Site site = new Site(Map.of("MAIL", "outbox", "UID_KEY", "a stack"), TestTables.ofEverything(), null);
    private final Environment environment = site.environment();
    private final DynamoDbDeletionStore deletions = new DynamoDbDeletionStore(environment);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goesOnWhereverItIsCutOff(boolean after) {
        int gap = 0;
        boolean killed = true;
        while (killed) {
            // Of every other one the id could come back by an import, so that more is to be done.
            User user = deleting(gap % 2 == 0 ? 1_000 + gap : (1L << 41) + gap);
            killed = purgeUntil(gap, after);
            User left = site.users().find(user.id()).orElse(null);
            if (killed && left != null && left.security().deletion() != null) {
                assertThat(left.isOpen()).as("killed in gap " + gap).isFalse();
                assertThat(site.users().isNameTaken(user.username()))
                        .as("the name goes with the user")
                        .isTrue();
            }
            purge(environment);
            assertThat(remains(user)).as("killed in gap " + gap).isEmpty();
            gap++;
        }
        assertThat(gap).as("gaps that were tried").isGreaterThan(12);
    }

    private void purge(Environment some) {
        new PurgeAccounts(
                        new DynamoDbUserStore(some),
                        new DynamoDbDeletionStore(some),
                        OutboxEvents.from(some),
                        some::now)
                .purge(10);
    }

    /** Runs until so many calls were made; tells whether it was ended there. */
    private boolean purgeUntil(int calls, boolean after) {
        MortalDynamoDb mortal = new MortalDynamoDb(site.client(), calls, after);
        return mortal.kills(() -> purge(environment.with(DynamoDbClient.class, mortal.client())));
    }

    /** Makes a user of whom there is all that can be, and whose time of grace is over. */
    private User deleting(long id) {
        String name = "user" + id;
        User user = User.registered(id, name, name + "@example.com", Site.HASH, site.now());
        site.users()
                .create(
                        user,
                        name,
                        null,
                        new Announcement(EmailForm.of(user.email()).orElseThrow(), List.of()));
        Session session = site.draft(user).session();
        new DynamoDbSessionStore(environment).open(user, session, null, null);
        site.logIn(site.reload(user));
        DynamoDbFactorStore factors = new DynamoDbFactorStore(environment);
        PendingApp pending = new PendingApp(SEALED, 0, site.now().plus(PendingApp.LIFE));
        factors.begin(user, pending);
        factors.confirm(
                site.reload(user),
                pending,
                App.confirmed(SEALED, 0, 1),
                session.key(),
                Authentication.byCode(site.now()),
                Sequel.NONE);
        factors.begin(user, pending);
        User seen = site.reload(user);
        new DynamoDbStepStore(environment)
                .begin(new StepTokens(Randomness.SECURE).issue(seen, site.now()).step(), seen, null);
        putLink(seen);
        deletions.ask(
                seen,
                seen.withoutSessions(seen.security().deleting(site.now()).withoutKeys()),
                site.now(),
                new Sequel(List.of(), Undo.of(seen, site.now())));
        return site.reload(user);
    }

    private void putLink(User user) {
        Link link = new Link(
                Purpose.RESET,
                user.id(),
                TokenDigest.of(Purpose.RESET.format().create(user.id(), Randomness.SECURE)),
                user.email(),
                site.now().plus(Duration.ofHours(1)),
                user.generation(),
                user.security().epoch(),
                user.security().incarnation());
        String table = environment.variables().required("TOKENS_TABLE");
        site.client().putItem(request -> request.tableName(table).item(LinkItems.write(link)));
    }

    /** Returns the keys of what is left of a user; that the id is gone may be known for good. */
    private List<String> remains(User user) {
        List<String> keys = new ArrayList<>();
        String id = Long.toString(user.id());
        for (String table : List.of("USERS_TABLE", "TOKENS_TABLE", "EVENTS_TABLE")) {
            for (Map<String, AttributeValue> item : site.client()
                    .scanPaginator(
                            request -> request.tableName(environment.variables().required(table)))
                    .items()) {
                String key = item.get("pk").s();
                boolean theirs =
                        item.containsKey("id") && id.equals(item.get("id").n());
                boolean isTold = key.startsWith("event#") || key.equals("gone#" + id);
                if (!isTold && (theirs || key.endsWith("#" + id))) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }
}
