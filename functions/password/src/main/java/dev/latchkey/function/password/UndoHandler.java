package dev.latchkey.function.password;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.dynamodb.SampleLinks;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.link.Purpose;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** {@code POST /api/auth/undo}: 200, the account is as it was before a change, and no password is right until a new one is chosen. */
public final class UndoHandler implements RequestStreamHandler {
    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public UndoHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public UndoHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(PasswordUseCases.stage(environment))::serve,
                        () -> SampleEvents.withBody(
                                "/api/auth/undo",
                                Map.of(
                                        UndoEndpoint.KEY,
                                        SampleLinks.text(Purpose.UNDO),
                                        UndoEndpoint.PASSWORD,
                                        PasswordUseCases.SAMPLE_PASSWORD)),
                        "\"statusCode\":200",
                        1,
                        () -> PasswordUseCases.reachForSessions(environment)));
    }

    private static HttpFunction function(Environment environment) {
        return HttpFunction.open(
                environment, Methods.post(new UndoEndpoint(PasswordUseCases.undoChange(environment))::answer));
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
