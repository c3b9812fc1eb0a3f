package dev.latchkey.emulator.template;

/**
 * One thing that a role allows on a table.
 *
 * @param action the DynamoDB action, such as GetItem
 * @param table the table's name
 */
public record TablePermission(String action, String table) implements Comparable<TablePermission> {
    @Override
    public int compareTo(TablePermission other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return action + " on " + table;
    }
}
