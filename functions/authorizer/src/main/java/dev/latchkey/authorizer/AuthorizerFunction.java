package dev.latchkey.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import dev.latchkey.config.Environment;
import dev.latchkey.config.RequestTime;
import dev.latchkey.http.Principal;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.session.AuthenticationException;
import dev.latchkey.session.Authenticator;
import dev.latchkey.store.DynamoDbTokenStore;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.telemetry.Invocation;
import dev.latchkey.telemetry.Outcome;
import dev.latchkey.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers the events of authorizers.
 *
 * <p>It takes those of REST API token and request authorizers and of HTTP API authorizers in formats 1.0 and 2.0, and
 * answers each in its own form. When the store does not answer it throws, so that the gateway lets nobody through and says
 * 503 rather than 401.
 */
final class AuthorizerFunction {
    /** What stands for this function where others have their path. */
    private static final String ROUTE = "authorizer";

    private final Authenticator authenticator;
    private final Telemetry telemetry;
    private final RequestTime time = new RequestTime(RequestTime.OF_A_CHECK);

    AuthorizerFunction(Environment environment) {
        authenticator = new Authenticator(environment, new DynamoDbTokenStore(environment));
        telemetry = new Telemetry(environment);
    }

    /** Serves one invocation; without a context it is not told of. */
    void serve(InputStream input, OutputStream output, @Nullable Context context) throws IOException {
        AuthorizerEvent event = AuthorizerEvent.of(read(input));
        Invocation invocation = telemetry.begin(context);
        invocation.request(event.requestId(), event.sourceIp(), event.method(), ROUTE);
        Json.write(answer(event, invocation), output);
    }

    private Map<String, Object> answer(AuthorizerEvent event, Invocation invocation) {
        try {
            Principal principal = time.limit(() -> authenticator.authenticate(event.authorization()));
            invocation.by(principal.userId(), principal.tokenKey().value());
            invocation.end(Outcome.OK);
            return event.allow(principal);
        } catch (AuthenticationException e) {
            invocation.reason(e.detail());
            invocation.end(Outcome.UNAUTHENTICATED);
            return event.deny(e.detail());
        } catch (RuntimeException e) {
            invocation.failed(e);
            invocation.end(e instanceof StoreUnavailableException ? Outcome.UNAVAILABLE : Outcome.ERROR);
            throw e;
        }
    }

    private static Map<String, @Nullable Object> read(InputStream input) throws IOException {
        try {
            return Json.object(Json.read(input));
        } catch (JsonSyntaxException e) {
            throw new IOException("the event is not JSON", e);
        }
    }
}
