package dev.latchkey.function.account;

import dev.latchkey.account.VerifyEmail;
import dev.latchkey.account.VerifyEmail.Result;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.NotFoundException;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.text.Language;
import dev.latchkey.user.CharFieldRule;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/** The key of a mailed link, and what presenting it answers: dj-rest-auth's {@code VerifyEmailSerializer} (7.2). */
final class LinkEndpoint {
    static final String KEY = "key";

    private final BiFunction<String, Language, Result> redeem;

    LinkEndpoint(BiFunction<String, Language, VerifyEmail.Result> redeem) {
        this.redeem = redeem;
    }

    Response answer(Request request) {
        FormFields fields = FormFields.of(request);
        String key = fields.trimmed(KEY);
        if (key != null) {
            fields.reject(KEY, CharFieldRule.violations(key));
        }
        fields.check();
        Result result = redeem.apply(Objects.requireNonNull(key), request.language());
        if (result instanceof Result.Done done) {
            return Response.of(200, Map.of("detail", "ok")).withEvent(done.event());
        }
        throw new NotFoundException();
    }
}
