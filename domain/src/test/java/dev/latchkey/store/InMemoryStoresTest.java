package dev.latchkey.store;

import dev.latchkey.config.Environment;
import dev.latchkey.link.Link;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.HashCensus;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    @Override
    protected StepStore steps() {
        return stores.steps();
    }

    @Override
    protected FactorStore factors() {
        return stores.factors();
    }

    @Override
    protected LinkStore links() {
        return stores.links();
    }

    @Override
    protected UndoStore undos() {
        return stores.undos();
    }

    @Override
    protected DeletionStore deletions() {
        return stores.deletions();
    }

    @Override
    protected Outbox outbox() {
        return stores.outbox();
    }

    @Override
    protected RelayStore relay() {
        return stores.relay();
    }

    @Override
    protected void count(List<HashCensus.Share> shares) {
        stores.count(shares);
    }

    @Override
    protected void put(Link link) {
        stores.put(link);
    }

    @Override
    protected List<OutboxEvent> events() {
        return stores.events();
    }

    @Override
    protected Set<Long> claimants(EmailForm form) {
        return stores.claimants(form);
    }
}
