package dev.latchkey.http;

import dev.latchkey.session.NewSession;
import dev.latchkey.text.UtcTime;
import dev.latchkey.user.User;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How answers show a user, and a session that was opened just now. */
public final class UserBody {
    private UserBody() {}

    /** Returns a user as answers show one. */
    public static Map<String, Object> of(long id, String username, String email) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("username", username);
        body.put("email", email);
        return body;
    }

    /** Returns the body that hands a new token to its user. */
    public static Map<String, @Nullable Object> withToken(User user, NewSession opened) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("user", of(user.id(), user.username(), user.email()));
        body.put("token", opened.token().reveal());
        body.put("expiry", UtcTime.textOrNull(opened.session().expiry()));
        return body;
    }
}
