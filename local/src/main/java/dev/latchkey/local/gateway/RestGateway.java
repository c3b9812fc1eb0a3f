package dev.latchkey.local.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.latchkey.local.function.FunctionFailedException;
import dev.latchkey.local.function.FunctionThrottledException;
import dev.latchkey.local.function.LocalFunction;
import dev.latchkey.template.Cors;
import dev.latchkey.template.RestApi;
import dev.latchkey.template.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A REST API: what it does with a request, apart from how the request gets here. */
final class RestGateway {
    /**
     * The methods that ANY stands for; see "Set up REST API methods in API Gateway". Nothing was recorded of TRACE, for which the contract
     * has an answer: it goes to the function here.
     */
    private static final Set<String> OF_ANY =
            Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE");

    private static final ObjectMapper JSON = new ObjectMapper();

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
        return new Exchange(api, request.withoutSlashesAfterStage(), clock.instant());
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
        return ownAnswers.answer(exchange, new Refusal(Cause.BODY_TOO_LARGE));
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
        Route route = exact == null && OF_ANY.contains(exchange.request().method()) ? methods.get("ANY") : exact;
        if (route == null) {
            throw noSuchMethod(exchange.request());
        }
        return call(exchange, route);
    }

    /** API Gateway takes a call of what is not there for a call that wants AWS's own authentication. */
    private static Refusal noSuchMethod(IncomingRequest request) {
        Optional<String> authorization = request.headers().last("Authorization");
        if (authorization.isEmpty()) {
            return new Refusal(Cause.NO_ROUTE);
        }
        return authorization.get().startsWith("AWS4-HMAC-SHA256 ")
                ? new Refusal(Cause.NO_ROUTE_WITH_SIGNATURE)
                : new Refusal(Cause.NO_ROUTE_WITH_TOKEN, digest(authorization.get()));
    }

    private static String digest(String header) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(header.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private Answer preflight(Exchange exchange, Map<String, Route> methods, Preflight answers) throws Refusal {
        if (api.cors().filter(Cors::isAuthorized).isPresent()) {
            for (Route route : methods.values()) {
                authorize(exchange, route);
            }
        }
        if (!isReadableByMock(exchange.request().body())) {
            throw new Refusal(Cause.PREFLIGHT_BODY_MALFORMED);
        }
        return answers.answer(methods);
    }

    private static boolean isReadableByMock(byte[] body) {
        try {
            return body.length == 0 || JSON.readTree(body) != null;
        } catch (IOException e) {
            return false;
        }
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
            throw new Refusal(Cause.FUNCTION_THROTTLED);
        } catch (FunctionFailedException e) {
            log.accept(
                    exchange.requestId() + " " + route.function() + " failed: " + FailureText.describe(e.getCause()));
            throw new Refusal(Cause.FUNCTION_FAILED);
        } catch (MalformedAnswerException e) {
            log.accept(exchange.requestId() + " " + route.function() + "'s answer cannot be used: " + e.getMessage());
        }
        throw new Refusal(Cause.FUNCTION_ANSWER_MALFORMED);
    }
}
