package dev.latchkey.cli.target;

import dev.latchkey.dynamodb.Tables;

/** Where the local server keeps its tables, unless it is told otherwise. */
final class LocalTables {
    static final Tables TABLES = new Tables("latchkey-UsersTable", "latchkey-TokensTable");
    static final String ENDPOINT = "http://127.0.0.1:8000";

    private LocalTables() {}
}
