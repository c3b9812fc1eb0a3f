package dev.latchkey.local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.local.function.FunctionFailedException;
import dev.latchkey.local.function.FunctionThrottledException;
import dev.latchkey.local.function.LocalFunction;
import dev.latchkey.template.AuthorizerDefinition;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A Lambda authorizer in front of routes. */
final class Authorizer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AuthorizerDefinition definition;
    private final LocalFunction function;
    private final EventFactory events;
    private final AuthorizerCache cache;
    private final Consumer<String> log;

    Authorizer(
            AuthorizerDefinition definition,
            LocalFunction function,
            EventFactory events,
            Clock clock,
            Consumer<String> log) {
        this.definition = definition;
        this.function = function;
        this.events = events;
        this.cache = new AuthorizerCache(clock, definition.cacheSeconds());
        this.log = log;
    }

    /**
     * Lets a request through, noting in the exchange who it comes from, or refuses it.
     *
     * @throws Refusal when it may not pass
     */
    void check(Exchange exchange) throws Refusal {
        List<String> identity = identity(exchange.request());
        Optional<AuthorizerAnswer> cached = cache.get(identity);
        AuthorizerAnswer answer = cached.isPresent() ? cached.get() : ask(exchange);
        cache.put(identity, answer);
        exchange.authorizedAs(answer.context());
        switch (answer.policy().decide(EventFactory.methodArn(exchange))) {
            case ALLOWED -> {}
            case DENIED -> throw new Refusal(Cause.POLICY_DENIES);
            case NOT_MENTIONED -> throw new Refusal(Cause.POLICY_DOES_NOT_ALLOW);
        }
    }

    /** Returns the values that make up the identity; each of them has to be there, or the function is not asked at all. */
    private List<String> identity(IncomingRequest request) throws Refusal {
        List<String> identity = new ArrayList<>();
        for (String header : definition.identityHeaders()) {
            identity.add(present(request.headers().last(header)));
        }
        if (!definition.identityQueryStrings().isEmpty()) {
            var query = QueryString.parse(request.query()).singleValue();
            for (String name : definition.identityQueryStrings()) {
                identity.add(present(Optional.ofNullable(query.get(name))));
            }
        }
        Optional<String> expression = definition.validationExpression();
        if (definition.isTokenType()
                && expression.isPresent()
                && !identity.get(0).matches(expression.get())) {
            throw unauthorized();
        }
        return identity;
    }

    private static String present(Optional<String> value) throws Refusal {
        return value.filter(text -> !text.isEmpty()).orElseThrow(Authorizer::unauthorized);
    }

    private static Refusal unauthorized() {
        return new Refusal(Cause.NO_IDENTITY);
    }

    private AuthorizerAnswer ask(Exchange exchange) throws Refusal {
        byte[] event = definition.isTokenType()
                ? events.tokenAuthorizer(exchange, definition)
                : events.requestAuthorizer(exchange);
        try {
            return AuthorizerAnswer.read(parse(function.call(event, exchange.requestId())));
        } catch (FunctionThrottledException e) {
            throw new Refusal(Cause.AUTHORIZER_FAILED);
        } catch (FunctionFailedException e) {
            if ("Unauthorized".equals(e.getMessage())) {
                throw new Refusal(Cause.AUTHORIZER_SAID_UNAUTHORIZED);
            }
            log.accept(exchange.requestId() + " the authorizer failed: " + FailureText.describe(e.getCause()));
            throw new Refusal(Cause.AUTHORIZER_FAILED);
        } catch (MalformedAnswerException e) {
            log.accept(exchange.requestId() + " the authorizer's answer cannot be used: " + e.getMessage());
            throw new Refusal(Cause.AUTHORIZER_ANSWER_MALFORMED);
        }
    }

    private static JsonNode parse(byte[] json) throws MalformedAnswerException {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new MalformedAnswerException("it is not JSON");
        }
    }
}
