package dev.latchkey.function.session;

import dev.latchkey.account.ManageKeys;
import dev.latchkey.account.ManageKeys.Result;
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
import dev.latchkey.key.ApiKey;
import dev.latchkey.key.KeyNameRule;
import dev.latchkey.key.NewKey;
import dev.latchkey.key.Scope;
import dev.latchkey.key.Scopes;
import dev.latchkey.text.UtcTime;
import dev.latchkey.token.TokenKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The paths on which users look after their own keys. */
final class KeysEndpoint {
    private static final String NAME = "name";
    private static final String SCOPES = "scopes";
    private static final String EXPIRY = "expiry";
    private static final String TOKEN_KEY = "token_key";

    /** In the words of Django REST framework ({@code DateTimeField}). */
    private static final String WRONG_TIME = "Datetime has wrong format. Use one of these formats instead: "
            + "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].";

    private final ManageKeys keys;
    private final String scheme;

    KeysEndpoint(ManageKeys keys, String scheme) {
        this.keys = keys;
        this.scheme = scheme;
    }

    Methods methods(Request request, Principal principal) {
        String key = request.pathParameter(TOKEN_KEY);
        return key.isEmpty()
                ? Methods.get(get -> list(principal)).orPost(post -> make(post, principal))
                : Methods.delete(delete -> revoke(principal, key));
    }

    private Response list(Principal principal) {
        return Response.of(
                200,
                keys.list(principal.userId(), principal.tokenKey()).stream()
                        .map(KeysEndpoint::body)
                        .toList());
    }

    private Response make(Request request, Principal principal) {
        FormFields fields = FormFields.of(request);
        String name = fields.trimmed(NAME);
        if (name != null) {
            fields.reject(NAME, KeyNameRule.violations(name));
        }
        Scopes scopes = scopes(fields);
        Instant expiry = expiry(fields);
        fields.check();
        Result result =
                keys.make(principal.userId(), principal.tokenKey(), Objects.requireNonNull(name), scopes, expiry);
        if (result instanceof Result.Made made) {
            return Response.of(201, body(made.made())).withEvent(made.event());
        }
        throw refusal(result);
    }

    private static Scopes scopes(FormFields fields) {
        List<String> names = fields.texts(SCOPES);
        for (String name : names) {
            if (!Scope.isValid(name)) {
                fields.reject(SCOPES, notOffered(name));
            }
        }
        if (names.size() > Scope.MOST) {
            fields.reject(SCOPES, "Ensure this field has no more than " + Scope.MOST + " elements.");
        }
        boolean valid = names.size() <= Scope.MOST && names.stream().allMatch(Scope::isValid);
        return valid ? Scopes.of(names) : Scopes.NONE;
    }

    /** In the words of Django REST framework ({@code ChoiceField}). */
    private static String notOffered(String scope) {
        return "\"" + scope + "\" is not a valid choice.";
    }

    private static @Nullable Instant expiry(FormFields fields) {
        if (!fields.has(EXPIRY) || fields.isNull(EXPIRY)) {
            return null;
        }
        String text = fields.trimmed(EXPIRY);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            fields.reject(EXPIRY, WRONG_TIME);
            return null;
        }
    }

    /** What is not one of the caller's own keys is not found. */
    private Response revoke(Principal principal, String key) {
        if (!TokenKey.isValid(key)) {
            throw new NotFoundException();
        }
        return keys.revoke(principal.userId(), new TokenKey(key))
                .map(event -> Response.noContent().withEvent(event))
                .orElseThrow(NotFoundException::new);
    }

    private ApiException refusal(Result result) {
        if (result instanceof Result.NotAllowed notAllowed) {
            return new ValidationException(SCOPES, notOffered(notAllowed.scope()));
        }
        if (result instanceof Result.WrongExpiry wrong) {
            return new ValidationException(
                    EXPIRY,
                    "Choose a time in the future, at most " + wrong.longest().toSeconds() + " seconds from now.");
        }
        if (result instanceof Result.TooMany) {
            return new ValidationException(
                    ValidationException.NON_FIELD, "You have " + ManageKeys.MOST + " keys. Remove one first.");
        }
        if (result instanceof Result.ProofNeeded needed) {
            return new ProofNeededException(needed.ways());
        }
        return result instanceof Result.EmailNotVerified
                ? new PermissionDeniedException("E-mail is not verified.")
                : new NotAuthenticatedException(scheme, "Invalid token.");
    }

    private static Map<String, @Nullable Object> body(NewKey made) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("key", made.text().reveal());
        body.putAll(body(made.key()));
        return body;
    }

    private static Map<String, @Nullable Object> body(ApiKey key) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put(TOKEN_KEY, key.key().value());
        body.put(NAME, key.name());
        body.put(SCOPES, key.scopes().names());
        body.put("created", UtcTime.text(key.created()));
        body.put(EXPIRY, UtcTime.text(key.expiry()));
        body.put("last_used", UtcTime.textOrNull(key.lastUsed()));
        return body;
    }
}
