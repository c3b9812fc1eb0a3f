package dev.latchkey.store;

import dev.latchkey.config.Environment;
import java.util.Map;

class InMemoryKeysTest extends KeyStoreContract {
    private final InMemoryStores stores = new InMemoryStores(new Environment(Map.of()));

    @Override
    protected KeyStore keys() {
        return stores.keys();
    }

    @Override
    protected UserStore users() {
        return stores.users();
    }

    @Override
    protected SessionStore sessions() {
        return stores.sessions();
    }

    @Override
    protected DeletionStore deletions() {
        return stores.deletions();
    }
}
