/** The function that creates a user and opens the first session. */
@NullMarked
package dev.latchkey.register;

import org.jspecify.annotations.NullMarked;
