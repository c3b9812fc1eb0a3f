package dev.latchkey.function.password;

import dev.latchkey.account.ResetPassword;
import dev.latchkey.account.ResetPassword.Reset;
import dev.latchkey.account.ResetPassword.Result;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ValidationException;
import dev.latchkey.passwords.PasswordRule;
import dev.latchkey.user.CharFieldRule;
import dev.latchkey.user.Password;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The form behind a mailed link, and what choosing a new password answers: dj-rest-auth's {@code PasswordResetConfirmSerializer}
 * (7.2), whose checks come in this order: the members, the uid, the token, the likeness of both passwords, the policy.
 */
final class ResetConfirmEndpoint {
    static final String UID = "uid";
    static final String TOKEN = "token";
    static final String FIRST = "new_password1";
    static final String SECOND = "new_password2";

    private static final String INVALID = "Invalid value";

    private final ResetPassword resetPassword;

    ResetConfirmEndpoint(ResetPassword resetPassword) {
        this.resetPassword = resetPassword;
    }

    Response answer(Request request) {
        FormFields fields = FormFields.of(request);
        String first = password(fields, FIRST);
        String second = password(fields, SECOND);
        String uid = text(fields, UID);
        String token = text(fields, TOKEN);
        fields.check();
        return answer(resetPassword.reset(new Reset(
                Objects.requireNonNull(uid),
                Objects.requireNonNull(token),
                Password.of(Objects.requireNonNull(first)),
                Password.of(Objects.requireNonNull(second)),
                request.language())));
    }

    private static @Nullable String password(FormFields fields, String name) {
        String password = fields.verbatim(name);
        if (password != null) {
            fields.reject(name, PasswordRule.fieldViolations(password));
        }
        return password;
    }

    private static @Nullable String text(FormFields fields, String name) {
        String text = fields.trimmed(name);
        if (text != null) {
            fields.reject(name, CharFieldRule.violations(text));
        }
        return text;
    }

    private static Response answer(Result result) {
        if (result instanceof Result.Done done) {
            return Response.of(200, Map.of("detail", "Password has been reset with the new password."))
                    .withEvent(done.event());
        }
        if (result instanceof Result.UnknownUser) {
            throw new ValidationException(UID, INVALID);
        }
        if (result instanceof Result.PasswordsDiffer) {
            throw new ValidationException(SECOND, "The two password fields didn\u2019t match.");
        }
        if (result instanceof Result.PasswordRejected rejected) {
            throw new ValidationException(SECOND, rejected.violations());
        }
        throw new ValidationException(TOKEN, INVALID);
    }
}
