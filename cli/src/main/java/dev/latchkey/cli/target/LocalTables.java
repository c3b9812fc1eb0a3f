package dev.latchkey.cli.target;

import dev.latchkey.dynamodb.Tables;

/** Where the local server keeps its tables, unless it is told otherwise. */
public final class LocalTables {
    static final Tables TABLES = new Tables(name("UsersTable"), name("TokensTable"));
    static final String ENDPOINT = "http://127.0.0.1:8000";

    private LocalTables() {}

    /** Returns the name that a table of the template has in the local server. */
    public static String name(String logicalId) {
        return "latchkey-" + logicalId;
    }
}
