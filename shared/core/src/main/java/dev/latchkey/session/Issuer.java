package dev.latchkey.session;

import dev.latchkey.config.Environment;
import dev.latchkey.config.TokenSettings;
import dev.latchkey.http.Principal;
import dev.latchkey.http.Request;
import dev.latchkey.http.Response;
import dev.latchkey.telemetry.Audit;
import dev.latchkey.token.Token;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes new tokens, and the answer that hands one out. */
public final class Issuer {
    private final TokenFormat format;
    private final TokenSettings settings;

    /** Builds the issuer on the environment's settings. */
    public Issuer(Environment environment) {
        this.settings = TokenSettings.from(environment.variables());
        this.format = new TokenFormat(settings.prefix(), settings.imported());
    }

    /**
     * A token that is not stored yet.
     *
     * @param text what the client gets
     * @param session what is stored
     */
    public record Issued(TokenText text, Token session) {}

    /** Makes a token for a user. */
    public Issued issue(User user, Request request, Instant now) {
        TokenText text = format.create(user.id());
        Token.Client client = new Token.Client(request.userAgent(), request.sourceIp());
        Token session =
                new Token(user.id(), TokenDigest.of(text), user.generation(), now, settings.expiry(now), null, client);
        return new Issued(text, session);
    }

    /** Returns a token of nobody's, with nothing random in it, to prime with. */
    public static Issued ofNobody(User nobody) {
        TokenText text = new TokenFormat("", false).ofNobody();
        TokenDigest digest = TokenDigest.of(text);
        return new Issued(text, new Token(nobody.id(), digest, 0, nobody.created(), null, null, Token.Client.UNKNOWN));
    }

    /** Returns the answer of register and login, which tells of what happened. */
    public static Response answer(int status, Audit.Event event, User user, Issued issued) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("user", Principal.userBody(user.id(), user.username(), user.email()));
        body.put("token", issued.text().reveal());
        body.put("expiry", Expiry.text(issued.session().expiry()));
        String key = issued.session().key().value();
        return Response.of(status, body).telling(new Audit(event, user.id(), key));
    }
}
