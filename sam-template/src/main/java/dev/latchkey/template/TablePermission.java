package dev.latchkey.template;

/**
 * One thing that a role allows on a table.
 *
 * @param action the DynamoDB action, such as GetItem
 * @param table the table's name
 * @param prefix what the partition keys begin with that it is allowed on; empty for all
 */
public record TablePermission(String action, String table, String prefix) implements Comparable<TablePermission> {

    /** Tells whether this allows an action on an item. */
    public boolean allows(String wantedAction, String wantedTable, String partitionKey) {
        return action.equals(wantedAction) && table.equals(wantedTable) && partitionKey.startsWith(prefix);
    }

    @Override
    public int compareTo(TablePermission other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return action + " on " + table + (prefix.isEmpty() ? "" : " where keys begin with " + prefix);
    }
}
