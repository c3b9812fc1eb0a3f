package dev.latchkey.function.password;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.account.Registration;
import dev.latchkey.config.Environment;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.http.PermissionDeniedException;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.session.Nobody;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** {@code POST /api/auth/register}: 201 with user, token and expiry, or 403 where registration is closed. */
public final class RegisterHandler implements RequestStreamHandler {
    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public RegisterHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public RegisterHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(PasswordUseCases.stage(environment))::serve,
                        () -> SampleEvents.withBody(
                                "/api/auth/register",
                                Map.of(
                                        "username",
                                        "newcomer",
                                        "email",
                                        Nobody.EMAIL,
                                        "password",
                                        PasswordUseCases.SAMPLE_PASSWORD)),
                        isOpen(environment) ? "\"statusCode\":201" : "\"statusCode\":403",
                        1,
                        () -> PasswordUseCases.reachForUsers(environment)));
    }

    private static HttpFunction function(Environment environment) {
        RegisterEndpoint endpoint = new RegisterEndpoint(PasswordUseCases.register(environment));
        return HttpFunction.open(
                environment, Methods.post(isOpen(environment) ? endpoint::answer : RegisterHandler::refuse));
    }

    private static boolean isOpen(Environment environment) {
        return Registration.from(environment.variables()) == Registration.OPEN;
    }

    private static Response refuse(Request request) {
        throw new PermissionDeniedException("Registration is closed.");
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
