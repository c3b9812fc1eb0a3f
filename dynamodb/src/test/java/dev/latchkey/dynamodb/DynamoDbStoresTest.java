package dev.latchkey.dynamodb;

import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.StoreContract;
import dev.latchkey.store.UserStore;
import java.util.Map;

class DynamoDbStoresTest extends StoreContract {
    private final Site site = new Site(Map.of());

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
}
