package dev.latchkey.bus;

import dev.latchkey.aws.AwsClients;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Variables;
import dev.latchkey.json.Json;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvent.Detail;
import dev.latchkey.relay.BusUnavailableException;
import dev.latchkey.relay.EventBus;
import dev.latchkey.text.UtcTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/**
 * Puts events on a bus of Amazon EventBridge. They name the user and the session by their ids and hold no address and no name: who reads
 * a bus is another matter than who reads the tables. {@code docs/events/account-event.schema.json} describes them.
 */
public final class EventBridgeBus implements EventBus {
    /** What events say they come from. */
    static final String SOURCE = "latchkey";

    private static final Pattern BUS = Pattern.compile("[A-Za-z0-9._/-]{0,256}");

    /** What others may hear of an event's details. */
    private static final List<Detail> SHOWN = List.of(Detail.FACTOR, Detail.TOKEN_KEY);

    private final Supplier<EventBridgeClient> client;
    private final String bus;

    private EventBridgeBus(Supplier<EventBridgeClient> client, String bus) {
        this.client = client;
        this.bus = bus;
    }

    /** Returns the bus that {@code EVENT_BUS_NAME} names, or none where it is empty. */
    public static EventBus of(Environment environment) {
        String bus = environment.variables().text("EVENT_BUS_NAME", "", BUS, "the name of an event bus");
        if (bus.isEmpty()) {
            return NONE;
        }
        Supplier<EventBridgeClient> client = () -> environment.resource(
                EventBridgeClient.class,
                values -> AwsClients.build(EventBridgeClient.builder(), "EVENTBRIDGE", new Variables(values)));
        return new EventBridgeBus(client, bus);
    }

    @Override
    public void tell(OutboxEvent event) {
        PutEventsRequestEntry entry = PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source(SOURCE)
                .detailType(event.kind().label())
                .time(event.time())
                .detail(Json.write(detail(event)))
                .build();
        try {
            PutEventsResponse answer = client.get().putEvents(request -> request.entries(entry));
            // A call that succeeds may have put nothing.
            if (answer.failedEntryCount() != 0) {
                throw new BusUnavailableException(
                        "EventBridge did not take an event ("
                                + answer.entries().get(0).errorCode() + ")",
                        null);
            }
        } catch (SdkException e) {
            throw new BusUnavailableException(
                    "EventBridge did not take an event (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** Returns the fields that go on the bus. The same event has the same id, however often it is sent. */
    static Map<String, Object> detail(OutboxEvent event) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("id", event.id());
        detail.put("type", event.kind().label());
        detail.put("time", UtcTime.text(event.time()));
        detail.put("user_id", event.userId());
        for (Detail shown : SHOWN) {
            event.detail(shown).ifPresent(value -> detail.put(shown.label(), value));
        }
        return detail;
    }
}
