package dev.latchkey.function.password;

import dev.latchkey.account.Register;
import dev.latchkey.account.Register.NameCheck;
import dev.latchkey.account.Register.Result;
import dev.latchkey.http.EmailField;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ThrottledException;
import dev.latchkey.http.UserBody;
import dev.latchkey.http.ValidationException;
import dev.latchkey.passwords.PasswordRule;
import dev.latchkey.user.Password;
import dev.latchkey.user.UsernameRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The registration form, and what a registration answers. */
final class RegisterEndpoint {
    private static final String USERNAME = "username";
    private static final String EMAIL = "email";
    private static final String PASSWORD = "password";
    private static final String NAME_TAKEN = "A user with that username already exists.";

    private final Register register;

    RegisterEndpoint(Register register) {
        this.register = register;
    }

    /** A registration is counted before its first call to the store; one that is refused for its form alone costs nothing. */
    Response answer(Request request) {
        FormFields fields = FormFields.of(request);
        String username = username(fields, request);
        String email = EmailField.read(fields, EMAIL);
        String password = fields.verbatim(PASSWORD);
        if (password != null) {
            fields.reject(PASSWORD, PasswordRule.fieldViolations(password));
        }
        fields.check();
        return answer(register.register(
                Objects.requireNonNull(username),
                Objects.requireNonNull(email),
                Password.of(Objects.requireNonNull(password)),
                request.client(),
                request.language()));
    }

    private @Nullable String username(FormFields fields, Request request) {
        String typed = fields.trimmed(USERNAME);
        if (typed == null) {
            return null;
        }
        String username = UsernameRule.normalize(typed);
        List<String> violations = UsernameRule.violations(username);
        fields.reject(USERNAME, violations.isEmpty() ? takenViolations(username, request) : violations);
        return username;
    }

    private List<String> takenViolations(String username, Request request) {
        NameCheck check = register.checkName(username, request.sourceIp());
        if (check instanceof NameCheck.Throttled throttled) {
            throw new ThrottledException(throttled.retryAfter(), throttled.event());
        }
        return check instanceof NameCheck.Taken ? List.of(NAME_TAKEN) : List.of();
    }

    private static Response answer(Result result) {
        if (result instanceof Result.Registered registered) {
            return Response.of(201, UserBody.withToken(registered.user(), registered.opened()))
                    .withEvent(registered.event());
        }
        if (result instanceof Result.VerificationSent sent) {
            return Response.of(201, Map.of("detail", "Verification e-mail sent."))
                    .withEvent(sent.event());
        }
        if (result instanceof Result.PasswordRejected rejected) {
            throw new ValidationException(PASSWORD, rejected.violations());
        }
        throw new ValidationException(USERNAME, NAME_TAKEN);
    }
}
