package dev.latchkey.function.password;

import dev.latchkey.account.LogIn;
import dev.latchkey.account.LogIn.Result;
import dev.latchkey.account.LogInByCode;
import dev.latchkey.config.Environment;
import dev.latchkey.factor.AppSettings;
import dev.latchkey.http.CodeField;
import dev.latchkey.http.CodeLoginAnswer;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.PermissionDeniedException;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ThrottledException;
import dev.latchkey.http.TokenLimitException;
import dev.latchkey.http.UserBody;
import dev.latchkey.http.ValidationException;
import dev.latchkey.passwords.PasswordRule;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.SecondFactor;
import dev.latchkey.text.Language;
import dev.latchkey.user.CharFieldRule;
import dev.latchkey.user.Password;
import dev.latchkey.user.UserIds;
import dev.latchkey.user.UsernameRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The login form, and what a login answers. */
final class LoginEndpoint {
    private static final String OTP = "otp";

    private final Environment environment;
    private final LogIn logIn;
    private final boolean secondFactor;
    private @Nullable LogInByCode byCode;

    LoginEndpoint(Environment environment) {
        this(environment, PasswordUseCases.logIn(environment));
    }

    LoginEndpoint(Environment environment, LogIn logIn) {
        this.environment = environment;
        this.logIn = logIn;
        this.secondFactor = SecondFactor.from(environment.variables()).isOn();
        if (secondFactor) {
            // What is made later must not fail for a setting then.
            AppSettings.from(environment.variables());
        }
    }

    Response answer(Request request) {
        String authorization = request.bodyLength() == 0 ? request.header("Authorization") : null;
        BasicCredentials basic = authorization == null ? null : BasicCredentials.of(authorization);
        return basic == null ? answerForm(request) : answerBasic(request, basic);
    }

    /** Knox's own {@code LoginView} behind Django REST framework's {@code BasicAuthentication}: credentials without a body. */
    private Response answerBasic(Request request, BasicCredentials basic) {
        String name = UsernameRule.normalize(basic.username());
        Result result = basic.username().isEmpty()
                        || !PasswordRule.violationsAtLogin(basic.password()).isEmpty()
                ? new Result.WrongCredentials(UserIds.NOBODY)
                : logIn.logIn(UsernameRule.uniquenessKey(name), Password.of(basic.password()), request.client());
        if (result instanceof Result.WrongCredentials wrong) {
            throw BasicCredentials.refused("Invalid username/password.", wrong.event());
        }
        return answer(result);
    }

    private Response answerForm(Request request) {
        FormFields fields = FormFields.of(request);
        String username = fields.trimmed("username");
        String password = fields.verbatim("password");
        if (username != null) {
            fields.reject("username", CharFieldRule.violations(username));
        }
        if (password != null) {
            fields.reject("password", PasswordRule.violationsAtLogin(password));
        }
        String code = secondFactor && fields.has(OTP) ? CodeField.read(fields, OTP) : null;
        fields.check();
        String name = UsernameRule.normalize(Objects.requireNonNull(username));
        Result result = logIn.logIn(
                UsernameRule.uniquenessKey(name), Password.of(Objects.requireNonNull(password)), request.client());
        return result instanceof Result.SecondFactorNeeded needed && code != null
                ? goOn(needed, code, request)
                : answer(result);
    }

    /** Who sends a code with the password takes both steps in one request. */
    private Response goOn(Result.SecondFactorNeeded needed, String code, Request request) {
        LogInByCode.Result result = byCode().logIn(
                        needed.step().token().reveal(),
                        Code.of(code),
                        request.client(),
                        Language.preferred(request.header("Accept-Language")));
        return CodeLoginAnswer.of(result);
    }

    /** A client of KMS is made only for who needs one. */
    private synchronized LogInByCode byCode() {
        LogInByCode made = byCode == null ? PasswordUseCases.logInByCode(environment) : byCode;
        byCode = made;
        return made;
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
        if (result instanceof Result.SecondFactorNeeded needed) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("ephemeral_token", needed.step().token().reveal());
            body.put("method", needed.method());
            return Response.of(200, body).withEvent(needed.event());
        }
        if (result instanceof Result.SecondFactorSwitchedOff) {
            throw new PermissionDeniedException("This account has a second factor, which cannot be asked for here.");
        }
        throw new TokenLimitException();
    }
}
