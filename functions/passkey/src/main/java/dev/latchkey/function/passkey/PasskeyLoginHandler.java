package dev.latchkey.function.passkey;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.passkey.RelyingParty;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code POST /api/auth/passkeys/login} and, as the second step of a login, {@code /api/auth/login/passkey}: 200 with user, token and expiry; {@code
 * /api/auth/passkeys/login/options} before either. */
public final class PasskeyLoginHandler implements RequestStreamHandler {
    private static final String PATH = "/api/auth/passkeys/login";

    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public PasskeyLoginHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public PasskeyLoginHandler(Environment environment) {
        function = function(environment, PasskeyUseCases.party(environment));
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(PasskeyUseCases.stage(environment), SamplePasskey.PARTY)::serve,
                        () -> SampleEvents.withBody(PATH, SamplePasskey.answer()),
                        "\"statusCode\":200",
                        Rehearsal.TIMES_WITHOUT_HASH,
                        () -> PasskeyUseCases.reach(environment)));
    }

    private static HttpFunction function(Environment environment, RelyingParty party) {
        PasskeyLoginEndpoint endpoint =
                new PasskeyLoginEndpoint(PasskeyUseCases.logIn(environment, party), new OptionsJson(party));
        return HttpFunction.open(environment, endpoint::methods);
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
