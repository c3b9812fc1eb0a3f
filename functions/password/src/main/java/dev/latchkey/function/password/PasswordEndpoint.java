package dev.latchkey.function.password;

import dev.latchkey.account.ChangePassword;
import dev.latchkey.account.ChangePassword.Change;
import dev.latchkey.account.ChangePassword.Result;
import dev.latchkey.config.Environment;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.NotAuthenticatedException;
import dev.latchkey.http.Principal;
import dev.latchkey.http.ProofNeededException;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ThrottledException;
import dev.latchkey.http.ValidationException;
import dev.latchkey.passwords.PasswordRule;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.user.Password;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;

/** The form for a new password, and what a change answers. */
final class PasswordEndpoint {
    static final String CURRENT = "current_password";
    static final String NEW = "new_password";

    private final ChangePassword changePassword;
    private final String scheme;
    private final Supplier<Instant> clock;

    PasswordEndpoint(Environment environment) {
        this.changePassword = PasswordUseCases.changePassword(environment);
        this.scheme = TokenSettings.from(environment.variables()).scheme();
        this.clock = environment::now;
    }

    Response answer(Request request, Principal principal) {
        FormFields fields = FormFields.of(request);
        String current = fields.verbatim(CURRENT);
        String chosen = fields.verbatim(NEW);
        if (current != null) {
            fields.reject(CURRENT, PasswordRule.violationsAtLogin(current));
        }
        if (chosen != null) {
            fields.reject(NEW, PasswordRule.fieldViolations(chosen));
        }
        fields.check();
        return answer(changePassword.change(new Change(
                principal.userId(),
                principal.username(),
                principal.tokenKey(),
                Password.of(Objects.requireNonNull(current)),
                Password.of(Objects.requireNonNull(chosen)),
                request.sourceIp(),
                request.language(),
                request.arrival(clock.get()))));
    }

    private Response answer(Result result) {
        if (result instanceof Result.Changed changed) {
            return Response.noContent().withEvent(changed.event());
        }
        if (result instanceof Result.WrongPassword wrong) {
            throw new ValidationException(CURRENT, "Invalid password.", wrong.event());
        }
        if (result instanceof Result.PasswordRejected rejected) {
            throw new ValidationException(NEW, rejected.violations());
        }
        if (result instanceof Result.Throttled throttled) {
            throw new ThrottledException(throttled.retryAfter(), throttled.event());
        }
        if (result instanceof Result.ProofNeeded needed) {
            throw new ProofNeededException(needed.ways());
        }
        throw new NotAuthenticatedException(scheme, "Invalid token.");
    }
}
