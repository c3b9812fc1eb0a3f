package dev.latchkey.function.password;

import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.account.Reauthenticate;
import dev.latchkey.account.Reauthenticate.Result;
import dev.latchkey.http.CodeField;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.NotAuthenticatedException;
import dev.latchkey.http.Principal;
import dev.latchkey.http.ProofNeededException;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ThrottledException;
import dev.latchkey.http.ValidationException;
import dev.latchkey.passwords.PasswordRule;
import dev.latchkey.proof.Code;
import dev.latchkey.session.Authentication;
import dev.latchkey.text.Language;
import dev.latchkey.text.UtcTime;
import dev.latchkey.user.Password;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The form for a proof, by a code or the password, and what it answers. */
final class ReauthenticateEndpoint {
    static final String CODE = "code";
    static final String PASSWORD = "password";

    private final Reauthenticate reauthenticate;
    private final String scheme;

    ReauthenticateEndpoint(Reauthenticate reauthenticate, String scheme) {
        this.reauthenticate = reauthenticate;
        this.scheme = scheme;
    }

    Response answer(Request request, Principal principal) {
        FormFields fields = FormFields.of(request);
        Asker asker = new Asker(
                principal.userId(),
                principal.tokenKey(),
                request.sourceIp(),
                Language.preferred(request.header("Accept-Language")));
        if (fields.has(CODE)) {
            String code = CodeField.read(fields, CODE);
            fields.check();
            return answer(reauthenticate.byCode(asker, Code.of(Objects.requireNonNull(code))));
        }
        String password = fields.verbatim(PASSWORD);
        if (password != null) {
            fields.reject(PASSWORD, PasswordRule.violationsAtLogin(password));
        }
        fields.check();
        return answer(
                reauthenticate.byPassword(asker, principal.username(), Password.of(Objects.requireNonNull(password))));
    }

    private Response answer(Result result) {
        if (result instanceof Result.Proved proved) {
            return Response.of(200, body(proved.proved())).withEvent(proved.event());
        }
        if (result instanceof Result.WrongPassword wrong) {
            throw new ValidationException(PASSWORD, "Invalid password.", wrong.event());
        }
        if (result instanceof Result.WrongCode wrong) {
            throw new ValidationException(CODE, "Code invalid or expired.", wrong.event());
        }
        if (result instanceof Result.OtherProofNeeded other) {
            throw new ProofNeededException(other.ways());
        }
        if (result instanceof Result.Throttled throttled) {
            throw new ThrottledException(throttled.retryAfter(), throttled.event());
        }
        throw new NotAuthenticatedException(scheme, "Invalid token.");
    }

    private static Map<String, Object> body(Authentication proved) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("amr", proved.labels());
        body.put("auth_time", UtcTime.text(proved.time()));
        return body;
    }
}
