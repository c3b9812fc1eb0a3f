package dev.latchkey.dynamodb;

import dev.latchkey.config.Variables;

/**
 * The names of the tables.
 *
 * @param users {@code USERS_TABLE}
 * @param tokens {@code TOKENS_TABLE}
 * @param events {@code EVENTS_TABLE}, or the empty text where nothing is sent
 */
public record Tables(String users, String tokens, String events) {
    /** Names the tables of a stack that sends nothing. */
    public Tables(String users, String tokens) {
        this(users, tokens, "");
    }

    /** Reads the names, of which the first two must be set. */
    public static Tables from(Variables variables) {
        return new Tables(
                variables.required("USERS_TABLE"),
                variables.required("TOKENS_TABLE"),
                variables.text("EVENTS_TABLE", ""));
    }
}
