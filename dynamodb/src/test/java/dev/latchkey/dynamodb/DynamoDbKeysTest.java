package dev.latchkey.dynamodb;

import dev.latchkey.fixtures.TestTables;
import dev.latchkey.store.DeletionStore;
import dev.latchkey.store.KeyStore;
import dev.latchkey.store.KeyStoreContract;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.UserStore;
import java.util.Map;

class DynamoDbKeysTest extends KeyStoreContract {
    private final Site site = new Site(Map.of(), TestTables.create(), null);

    @Override
    protected KeyStore keys() {
        return new DynamoDbKeyStore(site.environment());
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
    protected DeletionStore deletions() {
        return new DynamoDbDeletionStore(site.environment());
    }
}
