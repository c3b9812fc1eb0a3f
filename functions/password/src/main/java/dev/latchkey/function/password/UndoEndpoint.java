package dev.latchkey.function.password;

import dev.latchkey.account.UndoChange;
import dev.latchkey.account.UndoChange.Result;
import dev.latchkey.http.FormFields;
import dev.latchkey.http.NotFoundException;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.http.ThrottledException;
import dev.latchkey.http.ValidationException;
import dev.latchkey.passwords.PasswordRule;
import dev.latchkey.user.CharFieldRule;
import dev.latchkey.user.Password;
import java.util.Map;
import java.util.Objects;

/** The key of a mailed link with the password of before, and what taking a change back answers. */
final class UndoEndpoint {
    static final String KEY = "key";
    static final String PASSWORD = "password";

    private final UndoChange undoChange;

    UndoEndpoint(UndoChange undoChange) {
        this.undoChange = undoChange;
    }

    Response answer(Request request) {
        FormFields fields = FormFields.of(request);
        String key = fields.trimmed(KEY);
        if (key != null) {
            fields.reject(KEY, CharFieldRule.violations(key));
        }
        String password = fields.verbatim(PASSWORD);
        if (password != null) {
            fields.reject(PASSWORD, PasswordRule.violationsAtLogin(password));
        }
        fields.check();
        return answer(undoChange.undo(new UndoChange.Wanted(
                Objects.requireNonNull(key),
                Password.of(Objects.requireNonNull(password)),
                request.sourceIp(),
                request.language())));
    }

    private static Response answer(Result result) {
        if (result instanceof Result.Done done) {
            return Response.of(200, Map.of("detail", "ok")).withEvent(done.event());
        }
        if (result instanceof Result.WrongPassword wrong) {
            throw new ValidationException(PASSWORD, "Invalid password.", wrong.event());
        }
        if (result instanceof Result.Throttled throttled) {
            throw new ThrottledException(throttled.retryAfter(), throttled.event());
        }
        throw new NotFoundException();
    }
}
