package dev.latchkey.function.session;

import dev.latchkey.session.Session;
import dev.latchkey.text.UtcTime;
import dev.latchkey.token.TokenKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How answers show a session to its user. */
final class SessionBody {
    private SessionBody() {}

    static Map<String, @Nullable Object> of(Session session, TokenKey current) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("token_key", session.key().value());
        body.put("created", UtcTime.textOrNull(session.created()));
        body.put("expiry", UtcTime.textOrNull(session.expiry()));
        body.put("last_used", UtcTime.textOrNull(session.refreshed()));
        body.put("user_agent", session.client().userAgent());
        body.put("source_ip", session.client().sourceIp());
        body.put("current", session.key().equals(current));
        return body;
    }
}
