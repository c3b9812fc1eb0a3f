package dev.latchkey.proof;

import dev.latchkey.token.TokenText;

/**
 * A step that is not stored yet, with the token that leads on from it.
 *
 * @param token the token's text, for the client alone
 * @param step what is stored
 */
public record NewStep(TokenText token, Step step) {}
