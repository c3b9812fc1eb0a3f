package dev.latchkey.store;

import dev.latchkey.config.Environment;
import dev.latchkey.outbox.OutboxEvent;
import java.util.List;
import java.util.Map;

class InMemoryPasskeysTest extends PasskeyStoreContract {
    private final InMemoryStores stores = new InMemoryStores(new Environment(Map.of()));

    @Override
    protected PasskeyStore passkeys() {
        return stores.passkeys();
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
    protected StepStore steps() {
        return stores.steps();
    }

    @Override
    protected List<OutboxEvent> events() {
        return stores.events();
    }
}
