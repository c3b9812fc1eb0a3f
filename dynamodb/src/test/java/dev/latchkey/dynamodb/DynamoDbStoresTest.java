package dev.latchkey.dynamodb;

import dev.latchkey.fixtures.TestTables;
import dev.latchkey.link.Link;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.DeletionStore;
import dev.latchkey.store.FactorStore;
import dev.latchkey.store.LinkStore;
import dev.latchkey.store.Outbox;
import dev.latchkey.store.RelayStore;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.StepStore;
import dev.latchkey.store.StoreContract;
import dev.latchkey.store.UndoStore;
import dev.latchkey.store.UserStore;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.HashCensus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

class DynamoDbStoresTest extends StoreContract {
    private final Site site = new Site(Map.of(), TestTables.ofEverything(), null);

    @Override
    protected UserStore users() {
        return site.users();
    }

    @Override
    protected SessionStore sessions() {
        return site.sessions();
    }

    @Override
    protected AttemptStore attempts() {
        return new DynamoDbAttemptStore(site.environment());
    }

    @Override
    protected StepStore steps() {
        return new DynamoDbStepStore(site.environment());
    }

    @Override
    protected FactorStore factors() {
        return new DynamoDbFactorStore(site.environment());
    }

    @Override
    protected LinkStore links() {
        return new DynamoDbLinkStore(site.environment());
    }

    @Override
    protected UndoStore undos() {
        return new DynamoDbUndoStore(site.environment());
    }

    @Override
    protected DeletionStore deletions() {
        return new DynamoDbDeletionStore(site.environment());
    }

    @Override
    protected Outbox outbox() {
        return new DynamoDbOutbox(site.environment());
    }

    @Override
    protected RelayStore relay() {
        return new DynamoDbRelayStore(site.environment());
    }

    @Override
    protected void count(List<HashCensus.Share> shares) {
        site.client()
                .putItem(request -> request.tableName(tables().users()).item(CensusItems.write(new byte[32], shares)));
    }

    @Override
    protected void put(Link link) {
        site.client().putItem(request -> request.tableName(tables().tokens()).item(LinkItems.write(link)));
    }

    @Override
    protected List<OutboxEvent> events() {
        return site.client().scan(request -> request.tableName(tables().events())).items().stream()
                .filter(item -> new Item(item).text(OutboxItems.PK).startsWith(OutboxItems.EVENT))
                .map(OutboxItems::read)
                .toList();
    }

    @Override
    protected Set<Long> claimants(EmailForm form) {
        return site
                .client()
                .query(request -> request.tableName(tables().tokens())
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", Item.string(LinkItems.claimPk(form)))))
                .items()
                .stream()
                .map(item -> new Item(item).number(SessionItems.ID))
                .collect(Collectors.toSet());
    }

    private Tables tables() {
        return Tables.from(site.environment().variables());
    }
}
