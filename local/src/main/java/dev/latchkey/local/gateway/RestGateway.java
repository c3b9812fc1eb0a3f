package dev.latchkey.local.gateway;

import dev.latchkey.local.function.FunctionFailedException;
import dev.latchkey.local.function.FunctionThrottledException;
import dev.latchkey.local.function.LocalFunction;
import dev.latchkey.template.Cors;
import dev.latchkey.template.RestApi;
import dev.latchkey.template.Route;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A REST API: what it does with a request, apart from how the request gets here. */
final class RestGateway {
    private final RestApi api;
    private final Routes routes;
    private final EventFactory events;
    private final Map<String, LocalFunction> functions;
    private final Map<String, Authorizer> authorizers = new LinkedHashMap<>();
    private final Optional<Preflight> preflight;
    private final BodyText media;
    private final OwnAnswers ownAnswers;
    private final Clock clock;
    private final Consumer<String> log;

    /**
     * Builds a gateway.
     *
     * @param api what the template says of it
     * @param functions the functions it may call, by logical id
     * @param clock tells when requests came in and how old cached answers are
     * @param log takes a line when a function fails
     */
    RestGateway(RestApi api, Map<String, LocalFunction> functions, Clock clock, Consumer<String> log) {
        this.api = api;
        this.routes = new Routes(api.routes());
        this.events = new EventFactory(api);
        this.functions = Map.copyOf(functions);
        this.preflight = api.cors().map(Preflight::new);
        this.media = new BodyText(api.binaryMediaTypes());
        this.ownAnswers = new OwnAnswers(api.gatewayResponses());
        this.clock = clock;
        this.log = log;
        api.authorizers()
                .forEach((name, definition) -> authorizers.put(
                        name, new Authorizer(definition, function(definition.function()), events, clock, log)));
        api.routes().forEach(route -> function(route.function()));
    }

    private LocalFunction function(String logicalId) {
        LocalFunction function = functions.get(logicalId);
        if (function == null) {
            throw new IllegalArgumentException("the API " + api.logicalId() + " calls the function " + logicalId
                    + ", which is not in the template");
        }
        return function;
    }

    /** Takes a request in. */
    Exchange open(IncomingRequest request) {
        return new Exchange(api, request, clock.instant());
    }

    /** Returns the answer to a request. */
    Answer answer(Exchange exchange) {
        try {
            return route(exchange);
        } catch (Refusal refusal) {
            return ownAnswers.answer(exchange, refusal);
        }
    }

    /** Returns the answer to a request whose body is over the limit. */
    Answer tooLarge(Exchange exchange) {
        return ownAnswers.answer(exchange, new Refusal(ResponseType.REQUEST_TOO_LARGE, "Request Too Long"));
    }

    /** Returns the answer to a request that cannot even be read. */
    Answer unreadable(Exchange exchange, int status, String message) {
        return ownAnswers.answer(exchange, status, message);
    }

    private Answer route(Exchange exchange) throws Refusal {
        Optional<RouteMatch> match = routes.find(exchange.request().path());
        if (match.isEmpty()) {
            throw noSuchMethod(exchange.request());
        }
        exchange.matched(match.get());
        Map<String, Route> methods = match.get().methods();
        Route exact = methods.get(exchange.request().method());
        boolean isPreflight = exact == null && exchange.request().method().equals("OPTIONS");
        if (isPreflight && preflight.isPresent()) {
            return preflight(exchange, methods, preflight.get());
        }
        Route route = exact == null ? methods.get("ANY") : exact;
        if (route == null) {
            throw noSuchMethod(exchange.request());
        }
        return call(exchange, route);
    }

    /** API Gateway takes a call of what is not there for a call that wants AWS's own authentication. */
    private static Refusal noSuchMethod(IncomingRequest request) {
        return request.headers().has("Authorization")
                ? new Refusal(ResponseType.INVALID_SIGNATURE, "Authorization header is not an AWS signature")
                : new Refusal(ResponseType.MISSING_AUTHENTICATION_TOKEN, "Missing Authentication Token");
    }

    private Answer preflight(Exchange exchange, Map<String, Route> methods, Preflight answers) throws Refusal {
        if (api.cors().filter(Cors::isAuthorized).isPresent()) {
            for (Route route : methods.values()) {
                authorize(exchange, route);
            }
        }
        return answers.answer(methods);
    }

    private void authorize(Exchange exchange, Route route) throws Refusal {
        @Nullable Authorizer authorizer = route.authorizer().map(authorizers::get).orElse(null);
        if (authorizer != null) {
            authorizer.check(exchange);
        }
    }

    private Answer call(Exchange exchange, Route route) throws Refusal {
        authorize(exchange, route);
        try {
            byte[] answer = function(route.function()).call(events.proxy(exchange), exchange.requestId());
            boolean sendsBinary = media.isBinary(
                    exchange.request().headers().last("Accept").orElse("").split(",", 2)[0]);
            return ProxyAnswer.read(answer, sendsBinary);
        } catch (FunctionThrottledException e) {
            throw new Refusal(ResponseType.INTEGRATION_FAILURE, "Internal server error");
        } catch (FunctionFailedException e) {
            log.accept(
                    exchange.requestId() + " " + route.function() + " failed: " + FailureText.describe(e.getCause()));
        } catch (MalformedAnswerException e) {
            log.accept(exchange.requestId() + " " + route.function() + "'s answer cannot be used: " + e.getMessage());
        }
        throw new Refusal(ResponseType.DEFAULT_5XX, "Internal server error");
    }
}
