package dev.latchkey.function.factor;

import dev.latchkey.account.ManageApp;
import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.account.ManageApp.Result;
import dev.latchkey.http.ApiException;
import dev.latchkey.http.CodeField;
import dev.latchkey.http.ErrorException;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.Methods;
import dev.latchkey.http.NotAuthenticatedException;
import dev.latchkey.http.PermissionDeniedException;
import dev.latchkey.http.Principal;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ThrottledException;
import dev.latchkey.http.ValidationException;
import dev.latchkey.proof.Code;
import dev.latchkey.text.Language;
import dev.latchkey.user.Factor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/** The paths on which users set up their second factor, in the words of django-trench. */
final class FactorEndpoint {
    private static final String METHOD = "method";
    private static final String CODE = "code";
    private static final String UNKNOWN = "Requested MFA method does not exist.";
    private static final String ACTIVE = "MFA method already active.";

    private final ManageApp manageApp;
    private final String scheme;

    FactorEndpoint(ManageApp manageApp, String scheme) {
        this.manageApp = manageApp;
        this.scheme = scheme;
    }

    Methods methods(Request request, Principal principal) {
        String route = request.route();
        Asker asker = new Asker(
                principal.userId(),
                principal.tokenKey(),
                request.sourceIp(),
                Language.preferred(request.header("Accept-Language")));
        if (route.endsWith("/user-active-methods")) {
            return Methods.get(get -> Response.of(200, active(asker)));
        }
        if (route.endsWith("/activate")) {
            return Methods.post(post -> isApp(post) ? activated(manageApp.enrol(asker)) : refuseUnknown());
        }
        if (route.endsWith("/confirm")) {
            return Methods.post(post -> withCode(post, asker, manageApp::confirm));
        }
        return route.endsWith("/deactivate")
                ? Methods.post(post -> withCode(post, asker, manageApp::remove))
                : Methods.post(post -> withCode(post, asker, manageApp::renewCodes));
    }

    private List<Map<String, Object>> active(Asker asker) {
        if (!manageApp.isActive(asker)) {
            return List.of();
        }
        Map<String, Object> app = new LinkedHashMap<>();
        app.put("name", Factor.APP.label());
        app.put("is_primary", true);
        return List.of(app);
    }

    private static boolean isApp(Request request) {
        return request.pathParameter(METHOD).equals(Factor.APP.label());
    }

    private static Response refuseUnknown() {
        throw ErrorException.badRequest(UNKNOWN);
    }

    private Response activated(Result result) {
        if (result instanceof Result.Enrolled enrolled) {
            return Response.of(200, Map.of("details", enrolled.enrolment().address()))
                    .withEvent(enrolled.event());
        }
        if (result instanceof Result.AlreadyActive) {
            throw ErrorException.badRequest(ACTIVE);
        }
        throw refusal(result);
    }

    private Response withCode(Request request, Asker asker, BiFunction<Asker, Code, Result> change) {
        FormFields fields = FormFields.of(request);
        String code = CodeField.read(fields, CODE);
        fields.check();
        if (!isApp(request)) {
            throw new ValidationException(CODE, UNKNOWN);
        }
        return answer(change.apply(asker, Code.of(Objects.requireNonNull(code))));
    }

    private Response answer(Result result) {
        if (result instanceof Result.WithBackupCodes made) {
            return Response.of(200, Map.of("backup_codes", made.codes().reveal()))
                    .withEvent(made.event());
        }
        if (result instanceof Result.Removed removed) {
            return Response.noContent().withEvent(removed.event());
        }
        if (result instanceof Result.WrongCode wrong) {
            throw new ValidationException(CODE, "Code invalid or expired.", wrong.event());
        }
        if (result instanceof Result.Throttled throttled) {
            throw new ThrottledException(throttled.retryAfter(), throttled.event());
        }
        if (result instanceof Result.AlreadyActive) {
            throw new ValidationException(CODE, ACTIVE);
        }
        if (result instanceof Result.NotActive) {
            throw new ValidationException(CODE, "2FA is not enabled.");
        }
        if (result instanceof Result.NoApp) {
            throw new ValidationException(CODE, UNKNOWN);
        }
        throw refusal(result);
    }

    private ApiException refusal(Result result) {
        return result instanceof Result.EmailNotVerified
                ? new PermissionDeniedException("E-mail is not verified.")
                : new NotAuthenticatedException(scheme, "Invalid token.");
    }
}
