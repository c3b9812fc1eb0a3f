package dev.latchkey.dynamodb;

import dev.latchkey.fixtures.TestTables;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.store.PasskeyStore;
import dev.latchkey.store.PasskeyStoreContract;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.StepStore;
import dev.latchkey.store.UserStore;
import java.util.List;
import java.util.Map;

class DynamoDbPasskeysTest extends PasskeyStoreContract {
    private final Site site = new Site(Map.of(), TestTables.ofEverything(), null);

    @Override
    protected PasskeyStore passkeys() {
        return new DynamoDbPasskeyStore(site.environment());
    }

    @Override
    protected UserStore users() {
        return site.users();
    }

    @Override
    protected SessionStore sessions() {
        return site.sessions();
    }

    @Override
    protected StepStore steps() {
        return new DynamoDbStepStore(site.environment());
    }

    @Override
    protected List<OutboxEvent> events() {
        Tables tables = Tables.from(site.environment().variables());
        return site.client().scan(request -> request.tableName(tables.events())).items().stream()
                .map(OutboxItems::read)
                .toList();
    }
}
