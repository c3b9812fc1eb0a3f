package dev.latchkey.function.session;

import dev.latchkey.account.CheckToken;
import dev.latchkey.account.CheckToken.Result;
import dev.latchkey.http.ErrorException;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.Methods;
import dev.latchkey.http.PermissionDeniedException;
import dev.latchkey.http.Principal;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.key.Scope;
import dev.latchkey.user.User;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers services that ask whose a token is: by the member names of RFC 7662 section 2.2, and no more than they need. */
final class IntrospectEndpoint {
    static final String TOKEN = "token";

    /** What stands for the scopes of a session, which has none: no key can have a scope of this name. */
    private static final String SESSION = "session";

    private final CheckToken check;

    IntrospectEndpoint(CheckToken check) {
        this.check = check;
    }

    /**
     * Returns what the caller may do.
     *
     * @throws PermissionDeniedException if the caller is no service that may ask
     */
    Methods methods(Principal caller) {
        if (!caller.mayUse(Scope.INTROSPECT)) {
            throw new PermissionDeniedException("You do not have permission to perform this action.");
        }
        return Methods.post(this::answer);
    }

    /** Whatever is wrong with the token, the answer is the same (RFC 7662 section 2.2). */
    private Response answer(Request request) {
        String token = FormFields.of(request).textOrNull(TOKEN);
        if (token == null || token.isEmpty()) {
            throw ErrorException.badRequest("invalid_request");
        }
        Result result = check.inspect(token);
        if (result instanceof Result.Accepted accepted) {
            return active(accepted.user(), SESSION);
        }
        return result instanceof Result.AcceptedKey accepted
                ? active(accepted.user(), accepted.scopes().toString())
                : Response.of(200, Map.of("active", false));
    }

    private static Response active(User user, String scope) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("active", true);
        body.put("sub", Long.toString(user.id()));
        body.put("username", user.username());
        body.put("scope", scope);
        return Response.of(200, body);
    }
}
