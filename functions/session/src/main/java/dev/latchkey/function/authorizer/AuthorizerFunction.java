package dev.latchkey.function.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import dev.latchkey.account.CheckKey;
import dev.latchkey.account.CheckToken;
import dev.latchkey.account.CheckToken.Result;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.DynamoDbKeyStore;
import dev.latchkey.dynamodb.DynamoDbSessionStore;
import dev.latchkey.function.authorizer.RouteGuard.Pass;
import dev.latchkey.http.Principal;
import dev.latchkey.json.Json;
import dev.latchkey.json.JsonSyntaxException;
import dev.latchkey.key.KeySettings;
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
import java.util.Map;
import java.util.function.Supplier;
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

    /** In the words of Django REST framework ({@code PermissionDenied}). */
    private static final String NOT_PERMITTED = "You do not have permission to perform this action.";

    private final CheckToken checkToken;
    private final AuthorizationHeader header;
    private final RouteGuard routes;
    private final Supplier<Instant> clock;
    private final Telemetry telemetry;
    private final RequestTime time = new RequestTime(RequestTime.CHECK_BUDGET);

    AuthorizerFunction(Environment environment) {
        this(
                environment,
                new CheckToken(
                        new DynamoDbSessionStore(environment),
                        TokenSettings.from(environment.variables()),
                        checkKey(environment),
                        environment::now));
    }

    /** Builds the function on a check of its own. */
    AuthorizerFunction(Environment environment, CheckToken checkToken) {
        this.checkToken = checkToken;
        clock = environment::now;
        header = new AuthorizationHeader(
                TokenSettings.from(environment.variables()).scheme());
        routes = new RouteGuard(environment.variables().flag("RULES_REQUIRED", false));
        telemetry = new Telemetry(environment);
    }

    /** Where there are no keys, nothing of them is loaded. */
    private static @Nullable CheckKey checkKey(Environment environment) {
        return environment.variables().text("KEY_SCOPES", "").isEmpty()
                ? null
                : KeySettings.from(environment.variables())
                        .map(keys -> new CheckKey(new DynamoDbKeyStore(environment), keys, environment::now))
                        .orElse(null);
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
        } catch (UnauthorizedException e) {
            invocation.end(Outcome.UNAUTHENTICATED);
            throw e;
        } catch (IOException | RuntimeException e) {
            invocation.checkFailed();
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
            Pass pass =
                    routes.decide(event, true, rule -> rule.admits(accepted.user(), accepted.session(), clock.get()));
            return answer(event, pass, Principal.of(accepted), invocation);
        }
        if (result instanceof Result.AcceptedKey accepted) {
            Pass pass = routes.decide(event, false, rule -> rule.admits(accepted.user(), accepted.scopes()));
            return answer(event, pass, Principal.of(accepted), invocation);
        }
        return refuse(event, result instanceof Result.UserInactive ? USER_INACTIVE : INVALID_TOKEN, invocation);
    }

    private static Answer answer(AuthorizerEvent event, Pass pass, Principal principal, Invocation invocation) {
        invocation.caller(principal.userId(), principal.tokenKey().value());
        return switch (pass) {
            case STAGE -> new Answer(event.allow(principal), Outcome.OK);
            case ROUTE -> new Answer(event.allowOneRoute(principal), Outcome.OK);
            case NONE -> {
                invocation.reason(NOT_PERMITTED);
                yield new Answer(event.deny(NOT_PERMITTED), Outcome.REFUSED);
            }
        };
    }

    private Answer refuse(AuthorizerEvent event, String detail, Invocation invocation) {
        invocation.reason(detail);
        if (routes.failsForNobody(event)) {
            throw new UnauthorizedException();
        }
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
