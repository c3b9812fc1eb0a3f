package dev.latchkey.store;

import dev.latchkey.config.Environment;
import java.util.Map;

class InMemoryStoresTest extends StoreContract {
    private final InMemoryStores stores = new InMemoryStores(new Environment(Map.of()));

    @Override
    protected UserStore users() {
        return stores.users();
    }

    @Override
    protected SessionStore sessions() {
        return stores.sessions();
    }

    @Override
    protected AttemptStore attempts() {
        return stores.attempts();
    }
}
