package dev.latchkey.function.passkey;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.passkey.RelyingParty;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.Rehearsal;
import dev.latchkey.snapstart.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code /api/auth/passkeys} with what is below it: the passkeys of the user who asks. */
public final class PasskeyHandler implements RequestStreamHandler {
    private static final String PATH = "/api/auth/passkeys/reauthenticate";

    private final HttpFunction function;
    private final Priming priming;

    /**
     * Builds the handler as Lambda does.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public PasskeyHandler() {
        this(Environment.ofProcess());
    }

    /**
     * Builds the handler on an environment.
     *
     * @throws dev.latchkey.config.InvalidSettingException if a setting cannot be used; the message names it
     */
    public PasskeyHandler(Environment environment) {
        function = function(environment, PasskeyUseCases.party(environment));
        priming = Priming.beforeSnapshot(
                environment,
                () -> new Rehearsal(
                        () -> function(PasskeyUseCases.stage(environment), SamplePasskey.PARTY)::serve,
                        () -> SampleEvents.withPrincipal(PATH, SamplePasskey.answer()),
                        "\"statusCode\":200",
                        Rehearsal.TIMES_WITHOUT_HASH,
                        () -> PasskeyUseCases.reach(environment)));
    }

    private static HttpFunction function(Environment environment, RelyingParty party) {
        String scheme = TokenSettings.from(environment.variables()).scheme();
        PasskeyEndpoint endpoint =
                new PasskeyEndpoint(PasskeyUseCases.managePasskeys(environment, party), new OptionsJson(party), scheme);
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
