package dev.latchkey.cli.transfer;

import dev.latchkey.operator.IncomingUser;
import java.util.List;

/**
 * A user of a dump.
 *
 * @param incoming the user
 * @param notes what a person should know of it, although it can be imported
 */
record UserRow(IncomingUser incoming, List<String> notes) {
    UserRow {
        notes = List.copyOf(notes);
    }
}
