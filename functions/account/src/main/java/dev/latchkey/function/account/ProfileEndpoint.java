package dev.latchkey.function.account;

import dev.latchkey.account.ExportAccount;
import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.account.RenameUser;
import dev.latchkey.account.RenameUser.Result;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.Methods;
import dev.latchkey.http.NotAuthenticatedException;
import dev.latchkey.http.Principal;
import dev.latchkey.http.ProofNeededException;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ThrottledException;
import dev.latchkey.http.UserBody;
import dev.latchkey.http.ValidationException;
import dev.latchkey.user.UsernameRule;
import java.util.List;

/**
 * What users change of themselves without a password, and what they take with them: dj-rest-auth's {@code UserDetailsSerializer} (7.2), of
 * whose members Latchkey keeps the user name. The address is read-only there too.
 */
final class ProfileEndpoint {
    static final String USERNAME = "username";
    static final String EXPORT = "/export";

    private static final String NAME_TAKEN = "A user with that username already exists.";

    private final RenameUser renameUser;
    private final ExportAccount exportAccount;
    private final String scheme;

    ProfileEndpoint(RenameUser renameUser, ExportAccount exportAccount, String scheme) {
        this.renameUser = renameUser;
        this.exportAccount = exportAccount;
        this.scheme = scheme;
    }

    Methods methods(Request request, Principal principal) {
        Asker asker = new Asker(principal.userId(), principal.tokenKey(), request.sourceIp(), request.language());
        return request.route().endsWith(EXPORT)
                ? Methods.get(get -> export(asker))
                : Methods.patch(patch -> change(patch, asker, principal));
    }

    /** What is not sent stays as it is, and what is not kept here is passed over. */
    private Response change(Request request, Asker asker, Principal principal) {
        FormFields fields = FormFields.of(request);
        if (!fields.has(USERNAME)) {
            return Response.of(200, principal.toBody());
        }
        String typed = fields.trimmed(USERNAME);
        String username = typed == null ? "" : UsernameRule.normalize(typed);
        if (typed != null) {
            List<String> violations = UsernameRule.violations(username);
            fields.reject(USERNAME, violations);
        }
        fields.check();
        return answer(renameUser.rename(asker, username));
    }

    private Response answer(Result result) {
        if (result instanceof Result.Renamed renamed) {
            return Response.of(
                            200,
                            UserBody.of(
                                    renamed.user().id(),
                                    renamed.user().username(),
                                    renamed.user().email()))
                    .withEvent(renamed.event());
        }
        if (result instanceof Result.NameTaken) {
            throw new ValidationException(USERNAME, NAME_TAKEN);
        }
        if (result instanceof Result.ProofNeeded needed) {
            throw new ProofNeededException(needed.ways());
        }
        if (result instanceof Result.Throttled throttled) {
            throw new ThrottledException(throttled.retryAfter(), throttled.event());
        }
        throw new NotAuthenticatedException(scheme, "Invalid token.");
    }

    private Response export(Asker asker) {
        ExportAccount.Result result = exportAccount.export(asker);
        if (result instanceof ExportAccount.Result.Exported exported) {
            return Response.of(200, OwnData.of(exported)).withEvent(exported.event());
        }
        if (result instanceof ExportAccount.Result.ProofNeeded needed) {
            throw new ProofNeededException(needed.ways());
        }
        throw new NotAuthenticatedException(scheme, "Invalid token.");
    }
}
