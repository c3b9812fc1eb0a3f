package dev.latchkey.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.config.TokenSettings;
import dev.latchkey.http.Principal;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.session.AuthenticationException;
import dev.latchkey.session.Authenticator;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.SampleEvents;
import dev.latchkey.store.DynamoDbTokenStore;
import dev.latchkey.store.TokenStore;
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
    private final Authenticator authenticator;
    private final Priming priming;

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
        TokenSettings settings = TokenSettings.from(environment.variables());
        TokenText nobodys = new TokenFormat(settings.prefix(), false).ofNobody();
        priming = Priming.beforeSnapshot(
                environment, () -> serve(SampleEvents.authorizer(settings.scheme(), nobodys), SampleEvents.nowhere()));
    }

    /** Returns what runs before a snapshot is taken. */
    public Priming priming() {
        return priming;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        serve(input, output);
    }

    private void serve(InputStream input, OutputStream output) throws IOException {
        Json.write(answer(AuthorizerEvent.of(read(input))), output);
    }

    private Map<String, Object> answer(AuthorizerEvent event) {
        try {
            Principal principal = authenticator.authenticate(event.authorization());
            return event.allow(principal);
        } catch (AuthenticationException e) {
            return event.deny(e.detail());
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
