package dev.latchkey.key;

import dev.latchkey.token.TokenText;

/**
 * A key that was just made.
 *
 * @param text the key's text, for its user alone, who sees it once
 * @param key what is stored
 */
public record NewKey(TokenText text, ApiKey key) {}
