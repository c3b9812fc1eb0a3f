package dev.latchkey.dynamodb;

import dev.latchkey.config.Variables;

/**
 * The names of the two tables.
 *
 * @param users {@code USERS_TABLE}
 * @param tokens {@code TOKENS_TABLE}
 */
public record Tables(String users, String tokens) {

    /** Reads the names, both of which must be set. */
    public static Tables from(Variables variables) {
        return new Tables(variables.required("USERS_TABLE"), variables.required("TOKENS_TABLE"));
    }
}
