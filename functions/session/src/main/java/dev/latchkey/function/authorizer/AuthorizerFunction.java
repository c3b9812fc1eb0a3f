package dev.latchkey.function.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import dev.latchkey.account.CheckToken;
import dev.latchkey.account.CheckToken.Result;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.http.Principal;
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

    private static final String INVALID_TOKEN = "Invalid token.";
    private static final String USER_INACTIVE = "User inactive or deleted.";

    private final CheckToken checkToken;
    private final AuthorizationHeader header;
    private final Telemetry telemetry;
    private final RequestTime time = new RequestTime(RequestTime.CHECK_BUDGET);

    AuthorizerFunction(Environment environment) {
        TokenSettings settings = TokenSettings.from(environment.variables());
        checkToken = new CheckToken(new DynamoDbSessionStore(environment), settings, environment::now);
        header = new AuthorizationHeader(settings.scheme());
        telemetry = new Telemetry(environment);
    }

    /** Serves one invocation; without a context nothing is logged. */
    void serve(InputStream input, OutputStream output, @Nullable Context context) throws IOException {
        AuthorizerEvent event = AuthorizerEvent.of(read(input));
        Invocation invocation = telemetry.begin(context);
        invocation.request(event.requestId(), event.sourceIp(), event.method(), ROUTE);
        try {
            Answer answer = answer(event, invocation);
            Json.write(answer.body(), output);
            invocation.end(answer.outcome());
        } catch (IOException | RuntimeException e) {
            if (!(e instanceof ContentionException)) {
                invocation.failed(e);
            }
            invocation.end(outcome(e));
            throw e;
        }
    }

    private record Answer(Map<String, Object> body, Outcome outcome) {}

    private Answer answer(AuthorizerEvent event, Invocation invocation) {
        Result result;
        try {
            String token = header.token(event.authorization());
            result = time.limit(() -> checkToken.check(token));
        } catch (AuthenticationException e) {
            return refuse(event, e.detail(), invocation);
        }
        if (result instanceof Result.Accepted accepted) {
            Principal principal = Principal.of(accepted);
            invocation.caller(principal.userId(), principal.tokenKey().value());
            return new Answer(event.allow(principal), Outcome.OK);
        }
        return refuse(event, result instanceof Result.UserInactive ? USER_INACTIVE : INVALID_TOKEN, invocation);
    }

    private static Answer refuse(AuthorizerEvent event, String detail, Invocation invocation) {
        invocation.reason(detail);
        return new Answer(event.deny(detail), Outcome.UNAUTHENTICATED);
    }

    private static Outcome outcome(Exception e) {
        if (e instanceof ContentionException) {
            return Outcome.CONTENDED;
        }
        return e instanceof StoreUnavailableException ? Outcome.UNAVAILABLE : Outcome.ERROR;
    }

    private static Map<String, @Nullable Object> read(InputStream input) throws IOException {
        try {
            return Json.object(Json.read(input));
        } catch (JsonSyntaxException e) {
            throw new IOException("the event is not JSON", e);
        }
    }
}
