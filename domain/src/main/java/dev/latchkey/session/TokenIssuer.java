package dev.latchkey.session;

import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.User;
import java.time.Instant;

/** Makes new tokens, each with the session that it opens. */
public final class TokenIssuer {
    private final TokenFormat format;
    private final TokenSettings settings;
    private final Randomness randomness;

    /** Builds the issuer on the environment's settings. */
    public TokenIssuer(Environment environment) {
        this.settings = TokenSettings.from(environment.variables());
        this.format = new TokenFormat(settings.prefix(), settings.imported());
        this.randomness = environment.randomness();
    }

    /**
     * Makes a token and a session for a user, under the generation that the user has now.
     *
     * @param proved what the user has proved
     */
    public NewSession issue(User user, Session.Client client, Authentication proved, Instant now) {
        TokenText text = format.create(user.id(), randomness);
        Session session = new Session(
                user.id(), TokenDigest.of(text), user.generation(), now, settings.expiry(now), null, client, proved);
        return new NewSession(text, session);
    }
}
