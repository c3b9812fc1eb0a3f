package dev.latchkey.function.password;

import dev.latchkey.account.ChangeEmail;
import dev.latchkey.account.ChangeEmail.Result;
import dev.latchkey.account.PasswordProof;
import dev.latchkey.config.Environment;
import dev.latchkey.http.EmailField;
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
import java.util.Map;
import java.util.Objects;

/** The form for another address, and what asking for it answers. */
final class EmailEndpoint {
    static final String EMAIL = "email";

    private final ChangeEmail changeEmail;
    private final String scheme;

    EmailEndpoint(Environment environment) {
        this.changeEmail = PasswordUseCases.changeEmail(environment);
        this.scheme = TokenSettings.from(environment.variables()).scheme();
    }

    Response answer(Request request, Principal principal) {
        FormFields fields = FormFields.of(request);
        String email = EmailField.read(fields, EMAIL);
        String current = fields.verbatim(PasswordEndpoint.CURRENT);
        if (current != null) {
            fields.reject(PasswordEndpoint.CURRENT, PasswordRule.violationsAtLogin(current));
        }
        fields.check();
        PasswordProof.Claim claim = new PasswordProof.Claim(
                principal.userId(),
                principal.username(),
                principal.tokenKey(),
                Password.of(Objects.requireNonNull(current)),
                request.sourceIp());
        return answer(changeEmail.request(claim, Objects.requireNonNull(email), request.language()));
    }

    private Response answer(Result result) {
        if (result instanceof Result.Accepted accepted) {
            return Response.of(200, Map.of("detail", "Verification e-mail sent."))
                    .withEvent(accepted.event());
        }
        PasswordProof.Result why = ((Result.NotProven) result).why();
        if (why instanceof PasswordProof.Result.WrongPassword wrong) {
            throw new ValidationException(PasswordEndpoint.CURRENT, "Invalid password.", wrong.event());
        }
        if (why instanceof PasswordProof.Result.Throttled throttled) {
            throw new ThrottledException(throttled.retryAfter(), throttled.event());
        }
        if (why instanceof PasswordProof.Result.ProofNeeded needed) {
            throw new ProofNeededException(needed.ways());
        }
        throw new NotAuthenticatedException(scheme, "Invalid token.");
    }
}
