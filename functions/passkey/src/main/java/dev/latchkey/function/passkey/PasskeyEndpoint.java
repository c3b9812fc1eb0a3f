package dev.latchkey.function.passkey;

import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.account.ManagePasskeys;
import dev.latchkey.account.ManagePasskeys.Result;
import dev.latchkey.http.ApiException;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.Methods;
import dev.latchkey.http.NotAuthenticatedException;
import dev.latchkey.http.NotFoundException;
import dev.latchkey.http.PermissionDeniedException;
import dev.latchkey.http.Principal;
import dev.latchkey.http.ProofNeededException;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ValidationException;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.text.UtcTime;
import dev.latchkey.user.CharFieldRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The paths on which users look after their own passkeys, and prove by one who they are. */
final class PasskeyEndpoint {
    private static final String NAME = "name";
    private static final String DEFAULT_NAME = "Passkey";

    private final ManagePasskeys passkeys;
    private final OptionsJson options;
    private final String scheme;

    PasskeyEndpoint(ManagePasskeys passkeys, OptionsJson options, String scheme) {
        this.passkeys = passkeys;
        this.options = options;
        this.scheme = scheme;
    }

    Methods methods(Request request, Principal principal) {
        Asker asker = new Asker(principal.userId(), principal.tokenKey(), request.sourceIp(), request.language());
        String route = request.route();
        if (route.endsWith("/register/options")) {
            return Methods.post(post -> answer(passkeys.begin(asker)));
        }
        if (route.endsWith("/register")) {
            return Methods.post(post -> add(post, asker));
        }
        if (route.endsWith("/reauthenticate/options")) {
            return Methods.post(post -> answer(passkeys.ask(asker)));
        }
        if (route.endsWith("/reauthenticate")) {
            return Methods.post(post -> answer(
                    passkeys.prove(asker, CredentialJson.of(FormFields.of(post)).assertion())));
        }
        return route.endsWith("/passkeys")
                ? Methods.get(get -> list(asker))
                : Methods.patch(patch -> rename(patch, asker)).orDelete(delete -> remove(delete, asker));
    }

    private Response list(Asker asker) {
        return Response.of(
                200, passkeys.list(asker).stream().map(PasskeyEndpoint::body).toList());
    }

    private Response add(Request request, Asker asker) {
        FormFields fields = FormFields.of(request);
        String name = fields.has(NAME) ? name(fields) : DEFAULT_NAME;
        CredentialJson credential = CredentialJson.of(fields);
        return answer(passkeys.add(asker, credential.attestation(), Objects.requireNonNull(name)));
    }

    private Response rename(Request request, Asker asker) {
        FormFields fields = FormFields.of(request);
        String name = name(fields);
        fields.check();
        return answer(passkeys.rename(asker, id(request), Objects.requireNonNull(name)));
    }

    private Response remove(Request request, Asker asker) {
        return answer(passkeys.remove(asker, id(request)));
    }

    private static @Nullable String name(FormFields fields) {
        String name = fields.trimmed(NAME);
        if (name != null) {
            fields.reject(NAME, CharFieldRule.violations(name, Passkey.NAME_LENGTH));
        }
        return name;
    }

    private static CredentialId id(Request request) {
        return CredentialId.read(request.pathParameter("id")).orElseThrow(NotFoundException::new);
    }

    private Response answer(Result result) {
        if (result instanceof Result.Begun begun) {
            return Response.of(200, options.creation(begun));
        }
        if (result instanceof Result.Asked asked) {
            return Response.of(200, options.request(asked.challenge(), asked.existing()));
        }
        if (result instanceof Result.Added added) {
            return Response.of(201, body(added.passkey())).withEvent(added.event());
        }
        if (result instanceof Result.Renamed renamed) {
            return Response.of(200, body(renamed.passkey()));
        }
        if (result instanceof Result.Removed removed) {
            return Response.noContent().withEvent(removed.event());
        }
        if (result instanceof Result.Proved proved) {
            return Response.of(200, body(proved)).withEvent(proved.event());
        }
        throw refusal(result);
    }

    private ApiException refusal(Result result) {
        if (result instanceof Result.Refused refused) {
            return new ValidationException(CredentialJson.CREDENTIAL, PasskeyLoginEndpoint.REFUSED, refused.event());
        }
        if (result instanceof Result.TooMany) {
            return new ValidationException(
                    ValidationException.NON_FIELD, "You have " + Passkey.MOST + " passkeys. Remove one first.");
        }
        if (result instanceof Result.LastWayIn) {
            return new ValidationException(
                    ValidationException.NON_FIELD, "This passkey is your only way to log in. Set a password first.");
        }
        if (result instanceof Result.ProofNeeded needed) {
            return new ProofNeededException(needed.ways());
        }
        if (result instanceof Result.NotFound) {
            return new NotFoundException();
        }
        return result instanceof Result.EmailNotVerified
                ? new PermissionDeniedException("E-mail is not verified.")
                : new NotAuthenticatedException(scheme, "Invalid token.");
    }

    private static Map<String, Object> body(Result.Proved proved) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("amr", proved.proved().labels());
        body.put("auth_time", UtcTime.text(proved.proved().time()));
        return body;
    }

    private static Map<String, @Nullable Object> body(Passkey passkey) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", passkey.id().text());
        body.put(NAME, passkey.name());
        body.put("created", UtcTime.text(passkey.created()));
        body.put("last_used", UtcTime.textOrNull(passkey.used()));
        body.put("backed_up", passkey.backedUp());
        body.put("transports", passkey.transports());
        return body;
    }
}
