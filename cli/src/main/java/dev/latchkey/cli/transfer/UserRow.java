package dev.latchkey.cli.transfer;

import dev.latchkey.user.User;

/**
 * A user of a dump with the name's uniqueness form.
 *
 * @param user the user
 * @param nameKey the form under which the name is unique
 */
record UserRow(User user, String nameKey) {}
