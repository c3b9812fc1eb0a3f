package dev.latchkey.http;

import com.amazonaws.services.lambda.runtime.Context;
import dev.latchkey.config.Environment;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.telemetry.Invocation;
import dev.latchkey.telemetry.Outcome;
import dev.latchkey.telemetry.Telemetry;
import dev.latchkey.time.RequestTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Lambda function behind API Gateway: reads the proxy event, has it answered, and writes the answer with the headers that
 * all of them have. Whatever goes wrong becomes an answer of the contract's form.
 */
public final class HttpFunction {
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Function<Call, Response> service;
    private final Cors cors;
    private final RequestTime time = new RequestTime(RequestTime.REQUEST_BUDGET);
    private final Supplier<Instant> clock;
    private final Telemetry telemetry;
    private final ClientAddress clientAddress;

    private HttpFunction(Environment environment, Function<Call, Response> service) {
        this.service = service;
        this.cors = Cors.from(environment.variables());
        this.clock = environment::now;
        this.telemetry = new Telemetry(environment);
        this.clientAddress = ClientAddress.from(environment.variables());
    }

    /** What one invocation works on: the request, and the line that is logged for it. */
    private record Call(Request request, Invocation invocation) {}

    /** A function that anybody may call. */
    public static HttpFunction open(Environment environment, Methods methods) {
        return new HttpFunction(environment, call -> methods.answer(call.request()));
    }

    /** A function that anybody may call, of several paths. */
    public static HttpFunction open(Environment environment, Function<Request, Methods> route) {
        return new HttpFunction(environment, call -> route.apply(call.request()).answer(call.request()));
    }

    /**
     * A function that stands behind the authorizer.
     *
     * <p>It believes the authorizer's context alone. Where that is missing the route has lost its authorizer, and everything
     * is refused with 401. A key is refused with 403: what it may do is elsewhere, at the APIs that ask for its scopes.
     */
    public static HttpFunction guarded(Environment environment, BiFunction<Request, Principal, Methods> route) {
        return guarded(environment, route, false);
    }

    /** A function that stands behind the authorizer, and answers keys as it does sessions. */
    public static HttpFunction guardedForKeysToo(
            Environment environment, BiFunction<Request, Principal, Methods> route) {
        return guarded(environment, route, true);
    }

    private static HttpFunction guarded(
            Environment environment, BiFunction<Request, Principal, Methods> route, boolean keysToo) {
        String scheme = TokenSettings.from(environment.variables()).scheme();
        return new HttpFunction(environment, call -> {
            Principal principal = Principal.of(call.request())
                    .orElseThrow(() ->
                            new NotAuthenticatedException(scheme, "Authentication credentials were not provided."));
            call.invocation().caller(principal.userId(), principal.tokenKey().value());
            if (principal.isKey() && !keysToo) {
                throw new PermissionDeniedException("You do not have permission to perform this action.");
            }
            return route.apply(call.request(), principal).answer(call.request());
        });
    }

    /**
     * Serves one invocation; without a context nothing is logged.
     *
     * @throws IOException if the event cannot be read or the answer cannot be written, which is logged as a failure
     */
    public void serve(InputStream input, OutputStream output, @Nullable Context context) throws IOException {
        Invocation invocation = telemetry.begin(context);
        try {
            Answered answered = answer(input, invocation);
            Response response = answered.response();
            Json.write(toEvent(response, answered.origin()), output);
            invocation.event(response.event());
            invocation.end(response.status());
        } catch (IOException | RuntimeException e) {
            invocation.failed(e);
            invocation.end(Outcome.ERROR);
            throw e;
        }
    }

    /** An answer, and the origin of the page that asked, if the request could be read so far. */
    private record Answered(Response response, @Nullable String origin) {}

    private Answered answer(InputStream input, Invocation invocation) throws IOException {
        Request request;
        try {
            request = Request.of(Json.object(Json.read(input)), clientAddress);
        } catch (ApiException e) {
            return new Answered(e.response(), null);
        } catch (JsonSyntaxException e) {
            return new Answered(new ParseException("the event is not JSON").response(), null);
        } catch (RuntimeException e) {
            invocation.failed(e);
            return new Answered(ApiException.detail(500, Map.of(), "A server error occurred."), null);
        }
        return new Answered(answer(request, invocation), request.header("Origin"));
    }

    private Response answer(Request request, Invocation invocation) {
        try {
            invocation.request(request.requestId(), request.sourceIp(), request.method(), request.route());
            return time.limit(request.age(clock.get()), () -> service.apply(new Call(request, invocation)));
        } catch (ApiException e) {
            return e.response();
        } catch (ContentionException e) {
            return new ConflictException(RETRY_AFTER_SECONDS).response();
        } catch (StoreUnavailableException e) {
            invocation.failed(e);
            return new UnavailableException(RETRY_AFTER_SECONDS).response();
        } catch (RuntimeException e) {
            invocation.failed(e);
            return ApiException.detail(500, Map.of(), "A server error occurred.");
        }
    }

    private Map<String, Object> toEvent(Response response, @Nullable String origin) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        cors.addTo(headers, origin);
        if (response.body() != null) {
            headers.put("Content-Type", contentType(response.body()));
        }
        headers.putAll(response.headers());
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("statusCode", response.status());
        event.put("headers", headers);
        event.put("body", response.body() == null ? "" : text(response.body()));
        event.put("isBase64Encoded", false);
        return event;
    }

    private static String contentType(Object body) {
        return body instanceof Document document ? document.contentType() : "application/json";
    }

    private static String text(Object body) {
        return body instanceof Document document ? document.text() : Json.write(body);
    }
}
