package dev.latchkey.account;

import dev.latchkey.letter.Letter;
import dev.latchkey.letter.Occasion;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.relay.EventBus;
import dev.latchkey.relay.Relay;
import dev.latchkey.store.AttemptStore;
import dev.latchkey.store.RelayStore;
import dev.latchkey.store.UserStore;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the mail of a stage brings, by the relay that it has on AWS. */
final class Mailbox {
    private final Stage stage;
    private final List<Letter> letters = new ArrayList<>();

    Mailbox(Stage stage) {
        this.stage = stage;
    }

    /** Has all that waits sent, and returns every letter so far. */
    List<Letter> letters() {
        Relay relay = new Relay(stage.environment, new Stores(), letters::add, EventBus.NONE);
        stage.stores.events().stream().map(OutboxEvent::id).forEach(relay::tell);
        return List.copyOf(letters);
    }

    /** Returns what the letters to an address are about, in their order. */
    List<Occasion> to(String address) {
        return letters().stream()
                .filter(letter -> letter.to().equals(address))
                .map(Letter::occasion)
                .toList();
    }

    /** Returns what the link of the last letter of a kind to an address carries. */
    Map<String, String> link(Occasion occasion, String address) {
        List<Letter> found = letters().stream()
                .filter(letter -> letter.occasion() == occasion && letter.to().equals(address))
                .toList();
        String fragment =
                URI.create(found.get(found.size() - 1).link().reveal()).getRawFragment();
        return Arrays.stream(fragment.substring(fragment.indexOf('?') + 1).split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    /** Returns the key that such a link carries. */
    String key(Occasion occasion, String address) {
        return link(occasion, address).getOrDefault("key", "");
    }

    private final class Stores implements Relay.Stores {
        @Override
        public RelayStore events() {
            return stage.stores.relay();
        }

        @Override
        public UserStore users() {
            return stage.stores.users();
        }

        @Override
        public AttemptStore attempts() {
            return stage.stores.attempts();
        }
    }
}
