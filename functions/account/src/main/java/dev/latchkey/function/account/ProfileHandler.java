package dev.latchkey.function.account;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.session.Nobody;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * {@code PATCH /api/auth/user}: 200 with the user, under another name; {@code GET /api/auth/user/export}: 200 with all that is stored of
 * the user.
 */
public final class ProfileHandler implements RequestStreamHandler {
    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public ProfileHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public ProfileHandler(Environment environment) {
        function = function(environment);
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(AccountUseCases.stage(environment))::serve,
                        () -> SampleEvents.withPrincipal(
                                "PATCH", "/api/auth/user", Map.of(ProfileEndpoint.USERNAME, Nobody.USERNAME)),
                        "\"statusCode\":200",
                        Rehearsal.TIMES_WITHOUT_HASH,
                        () -> AccountUseCases.reachForTables(environment)));
    }

    private static HttpFunction function(Environment environment) {
        ProfileEndpoint endpoint = new ProfileEndpoint(
                AccountUseCases.renameUser(environment),
                AccountUseCases.exportAccount(environment),
                TokenSettings.from(environment.variables()).scheme());
        return HttpFunction.guarded(environment, endpoint::methods);
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
