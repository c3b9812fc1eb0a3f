package dev.latchkey.tokens;

import dev.latchkey.config.Environment;
import dev.latchkey.http.NotFoundException;
import dev.latchkey.http.Principal;
import dev.latchkey.http.Response;
import dev.latchkey.session.Expiry;
import dev.latchkey.store.DynamoDbTokenStore;
import dev.latchkey.store.TokenStore;
import dev.latchkey.telemetry.Audit;
import dev.latchkey.token.Token;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A user's own sessions. */
final class Sessions {
    private final TokenStore tokens;
    private final Supplier<Instant> clock;

    Sessions(Environment environment) {
        this.tokens = new DynamoDbTokenStore(environment);
        this.clock = environment::now;
    }

    /** Lists the live sessions, oldest first. */
    Response list(Principal principal) {
        User user = tokens.find(principal.userId(), principal.tokenKey()).user();
        Instant now = clock.get();
        List<Map<String, @Nullable Object>> live = tokens.list(principal.userId()).stream()
                .filter(token -> user != null && user.admits(token) && !token.isExpired(now))
                .map(token -> show(token, principal.tokenKey()))
                .toList();
        return Response.of(200, live);
    }

    /**
     * Ends one session; what is not one of the caller's own is not found.
     *
     * <p>It is looked for first: a deletion whose answer was lost finds nothing when it is tried again.
     */
    Response end(Principal principal, String text) {
        if (!TokenKey.isValid(text)) {
            throw new NotFoundException();
        }
        TokenKey key = new TokenKey(text);
        if (tokens.find(principal.userId(), key).token() == null) {
            throw new NotFoundException();
        }
        tokens.end(principal.userId(), key);
        return Response.noContent().telling(new Audit(Audit.Event.REVOKED, principal.userId(), text));
    }

    private static Map<String, @Nullable Object> show(Token token, TokenKey current) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("token_key", token.key().value());
        shown.put("created", Expiry.text(token.created()));
        shown.put("expiry", Expiry.text(token.expiry()));
        shown.put("last_used", Expiry.text(token.refreshed()));
        shown.put("user_agent", token.client().userAgent());
        shown.put("source_ip", token.client().sourceIp());
        shown.put("current", token.key().equals(current));
        return shown;
    }
}
