package dev.latchkey.function.user;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.http.Response;
import dev.latchkey.outbox.MailMode;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code GET /api/auth/user}: 200 with the user whose token the authorizer has checked. It reads no table. */
public final class UserHandler implements RequestStreamHandler {
    /** What other functions take on this path, where there are mails. */
    private static final String[] WITH_MAIL = {"PATCH", "DELETE"};

    private static final String[] NONE = {};

    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public UserHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public UserHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(environment)::serve,
                        () -> SampleEvents.withPrincipal("GET", "/api/auth/user"),
                        "\"statusCode\":200",
                        Rehearsal.TIMES_WITHOUT_HASH,
                        () -> {}));
    }

    private static HttpFunction function(Environment environment) {
        String[] others = MailMode.from(environment.variables()) == MailMode.OFF ? NONE : WITH_MAIL;
        return HttpFunction.guardedForKeysToo(
                environment,
                (request, principal) ->
                        Methods.get(get -> Response.of(200, principal.toBody())).beside(others));
    }

    /** Returns what runs before a snapshot is taken. */
    public Priming priming() {
        return priming;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        function.serve(input, output, context);
    }
}
