package dev.latchkey.password;

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

/** {@code POST /api/auth/password}: 204, the password is changed, and every other session of the user is over. */
public final class PasswordHandler implements RequestStreamHandler {
    private final HttpFunction function;
    private final Priming priming;

    /** Builds the handler as Lambda does; a setting that cannot be used is named by the exception. */
    public PasswordHandler() {
        this(Environment.ofProcess());
    }

    /** Builds the handler on an environment. */
    public PasswordHandler(Environment environment) {
        PasswordChange change = new PasswordChange(environment);
        function = HttpFunction.guarded(
                environment, (request, principal) -> Methods.post(post -> change.answer(post, principal)));
        priming = Priming.beforeSnapshot(environment, () -> primed(environment, change));
    }

    private static Priming.Path primed(Environment environment, PasswordChange change) {
        HttpFunction primed = HttpFunction.guarded(
                environment, (request, principal) -> Methods.post(post -> change.prime(post, principal)));
        return () -> primed.serve(PasswordChange.sample(), SampleEvents.nowhere(), null);
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
