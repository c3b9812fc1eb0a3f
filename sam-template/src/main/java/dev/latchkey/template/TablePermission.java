package dev.latchkey.template;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * One thing that a role allows on a table.
 *
 * @param action the DynamoDB action, such as GetItem
 * @param table the table's name
 * @param prefix what the partition keys begin with that it is allowed on; empty for all
 * @param attributes the attributes that a call may name, the keys included; empty for all
 */
public record TablePermission(String action, String table, String prefix, Set<String> attributes)
        implements Comparable<TablePermission> {

    /** Copies the attributes, in the order of their names. */
    public TablePermission {
        attributes = new TreeSet<>(attributes);
    }

    /**
     * Tells whether this allows an action on an item.
     *
     * @param wantedAction the action
     * @param wantedTable the table's name
     * @param partitionKey the item's partition key
     * @param named the attributes that the call names
     */
    public boolean allows(String wantedAction, String wantedTable, String partitionKey, Collection<String> named) {
        return action.equals(wantedAction)
                && table.equals(wantedTable)
                && partitionKey.startsWith(prefix)
                && (attributes.isEmpty() || attributes.containsAll(named));
    }

    @Override
    public int compareTo(TablePermission other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return action + " on " + table + (prefix.isEmpty() ? "" : " where keys begin with " + prefix)
                + (attributes.isEmpty() ? "" : " and attributes are of " + attributes);
    }
}
