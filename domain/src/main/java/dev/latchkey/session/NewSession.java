package dev.latchkey.session;

import dev.latchkey.token.TokenText;

/**
 * A session that is not stored yet, with the token that opens it.
 *
 * @param token the token's text, for the client alone
 * @param session what is stored
 */
public record NewSession(TokenText token, Session session) {}
