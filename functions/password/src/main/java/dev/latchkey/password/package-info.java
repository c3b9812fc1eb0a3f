/** The function that changes a user's own password. */
@NullMarked
package dev.latchkey.password;

import org.jspecify.annotations.NullMarked;
