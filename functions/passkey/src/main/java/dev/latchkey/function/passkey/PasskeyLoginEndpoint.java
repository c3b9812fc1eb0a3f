package dev.latchkey.function.passkey;

import dev.latchkey.account.LogInByPasskey;
import dev.latchkey.account.LogInByPasskey.Result;
import dev.latchkey.http.CodeField;
import dev.latchkey.http.ErrorException;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.Methods;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ThrottledException;
import dev.latchkey.http.TokenLimitException;
import dev.latchkey.http.UserBody;
import dev.latchkey.http.ValidationException;
import dev.latchkey.passkey.Assertion;
import dev.latchkey.passkey.Octets;
import java.util.List;
import java.util.Objects;

/** The paths on which anybody logs in by a passkey. */
final class PasskeyLoginEndpoint {
    static final String REFUSED = "This passkey is not accepted.";

    private static final String TOKEN = "ephemeral_token";
    private static final String INVALID_TOKEN = "Invalid or expired token.";

    private final LogInByPasskey logIn;
    private final OptionsJson options;

    PasskeyLoginEndpoint(LogInByPasskey logIn, OptionsJson options) {
        this.logIn = logIn;
        this.options = options;
    }

    Methods methods(Request request) {
        String route = request.route();
        if (route.endsWith("/options")) {
            return Methods.post(this::begin);
        }
        return route.endsWith("/login/passkey") ? Methods.post(this::secondStep) : Methods.post(this::withoutPassword);
    }

    /** Without a token for a login without a password, with one for the second step: nothing is looked up for either. */
    private Response begin(Request request) {
        FormFields fields = FormFields.of(request);
        if (!fields.has(TOKEN)) {
            return asked(logIn.begin());
        }
        String token = CodeField.read(fields, TOKEN);
        fields.check();
        return asked(logIn.begin(Objects.requireNonNull(token))
                .orElseThrow(() -> ErrorException.notAuthenticated(INVALID_TOKEN, null)));
    }

    private Response asked(Octets challenge) {
        return Response.of(200, options.request(challenge, List.of()));
    }

    private Response withoutPassword(Request request) {
        Assertion answer = CredentialJson.of(FormFields.of(request)).assertion();
        return answer(logIn.logIn(answer, request.client()));
    }

    private Response secondStep(Request request) {
        FormFields fields = FormFields.of(request);
        String token = CodeField.read(fields, TOKEN);
        Assertion answer = CredentialJson.of(fields).assertion();
        return answer(logIn.logIn(Objects.requireNonNull(token), answer, request.client()));
    }

    private static Response answer(Result result) {
        if (result instanceof Result.LoggedIn in) {
            return Response.of(200, UserBody.withToken(in.user(), in.opened())).withEvent(in.event());
        }
        if (result instanceof Result.Refused refused) {
            throw ErrorException.notAuthenticated(REFUSED, refused.event());
        }
        if (result instanceof Result.InvalidToken) {
            throw ErrorException.notAuthenticated(INVALID_TOKEN, null);
        }
        if (result instanceof Result.EmailNotVerified) {
            throw new ValidationException(ValidationException.NON_FIELD, "E-mail is not verified.");
        }
        if (result instanceof Result.Throttled throttled) {
            throw new ThrottledException(throttled.retryAfter(), throttled.event());
        }
        throw new TokenLimitException();
    }
}
