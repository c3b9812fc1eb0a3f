package dev.latchkey.function.password;

import dev.latchkey.account.LogIn;
import dev.latchkey.account.LogIn.Result;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ThrottledException;
import dev.latchkey.http.TokenLimitException;
import dev.latchkey.http.UserBody;
import dev.latchkey.http.ValidationException;
import dev.latchkey.passwords.PasswordRule;
import dev.latchkey.user.CharFieldRule;
import dev.latchkey.user.Password;
import dev.latchkey.user.UsernameRule;
import java.util.Objects;

/** The login form, and what a login answers. */
final class LoginEndpoint {
    private final LogIn logIn;

    LoginEndpoint(LogIn logIn) {
        this.logIn = logIn;
    }

    Response answer(Request request) {
        FormFields fields = FormFields.of(request);
        String username = fields.trimmed("username");
        String password = fields.verbatim("password");
        if (username != null) {
            fields.reject("username", CharFieldRule.violations(username));
        }
        if (password != null) {
            fields.reject("password", PasswordRule.violationsAtLogin(password));
        }
        fields.check();
        String name = UsernameRule.normalize(Objects.requireNonNull(username));
        return answer(logIn.logIn(
                UsernameRule.uniquenessKey(name), Password.of(Objects.requireNonNull(password)), request.client()));
    }

    /** A wrong name and a wrong password have one answer; whose account it was about goes into the log alone. */
    private static Response answer(Result result) {
        if (result instanceof Result.LoggedIn in) {
            return Response.of(200, UserBody.withToken(in.user(), in.opened())).withEvent(in.event());
        }
        if (result instanceof Result.WrongCredentials wrong) {
            throw new ValidationException(ValidationException.NON_FIELD, "Incorrect Credentials", wrong.event());
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
