package dev.latchkey.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.config.RequestTime;
import dev.latchkey.config.TokenSettings;
import dev.latchkey.http.Principal;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.session.AuthenticationException;
import dev.latchkey.session.Authenticator;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.store.DynamoDbTokenStore;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.store.TokenStore;
import dev.latchkey.telemetry.Invocation;
import dev.latchkey.telemetry.Outcome;
import dev.latchkey.telemetry.Telemetry;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda authorizer: says who a token belongs to, or why nobody may pass for it.
 *
 * <p>It takes the events of REST API token and request authorizers and of HTTP API authorizers in formats 1.0 and 2.0, and
 * answers each in its own form. When the store does not answer it throws, so that the gateway lets nobody through and says
 * 503 rather than 401.
 */
public final class AuthorizerHandler implements RequestStreamHandler {
    /** What stands for this function where others have their path. */
    private static final String ROUTE = "authorizer";

    private final Authenticator authenticator;
    private final Telemetry telemetry;
    private final Priming priming;
    private final RequestTime time = new RequestTime(RequestTime.OF_A_CHECK);

    /** Builds the handler as Lambda does; a setting that cannot be used is named by the exception. */
    public AuthorizerHandler() {
        this(Environment.ofProcess());
    }

    /** Builds the handler on an environment. */
    public AuthorizerHandler(Environment environment) {
        this(environment, new DynamoDbTokenStore(environment));
    }

    AuthorizerHandler(Environment environment, TokenStore tokens) {
        authenticator = new Authenticator(environment, tokens);
        telemetry = new Telemetry(environment);
        TokenSettings settings = TokenSettings.from(environment.variables());
        TokenText nobodys = new TokenFormat(settings.prefix(), false).ofNobody();
        priming = Priming.beforeSnapshot(
                environment,
                () -> serve(SampleEvents.authorizer(settings.scheme(), nobodys), SampleEvents.nowhere(), null));
    }

    /** Returns what runs before a snapshot is taken. */
    public Priming priming() {
        return priming;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        serve(input, output, context);
    }

    private void serve(InputStream input, OutputStream output, @Nullable Context context) throws IOException {
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
