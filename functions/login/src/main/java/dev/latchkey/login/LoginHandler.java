package dev.latchkey.login;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.latchkey.config.Environment;
import dev.latchkey.http.HttpFunction;
import dev.latchkey.http.Methods;
import dev.latchkey.snapstart.Priming;
import dev.latchkey.snapstart.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code POST /api/auth/login}: 200 with user, token and expiry. */
public final class LoginHandler implements RequestStreamHandler {
    private final HttpFunction function;
    private final Priming priming;

    /** Builds the handler as Lambda does; a setting that cannot be used is named by the exception. */
    public LoginHandler() {
        this(Environment.ofProcess());
    }

    /** Builds the handler on an environment. */
    public LoginHandler(Environment environment) {
        Login login = new Login(environment);
        function = HttpFunction.open(environment, Methods.post(login::answer));
        priming = Priming.beforeSnapshot(environment, () -> primed(environment, login));
    }

    private static Priming.Path primed(Environment environment, Login login) {
        HttpFunction primed = HttpFunction.open(environment, Methods.post(login::prime));
        return () -> primed.serve(Login.sample(), SampleEvents.nowhere(), null);
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
