/** The operator's commands about users. */
@NullMarked
package dev.latchkey.cli.users;

import org.jspecify.annotations.NullMarked;
