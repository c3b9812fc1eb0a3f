/** The ports to what is stored: users, sessions and counted attempts, with the failures that a caller must expect. */
@NullMarked
package dev.latchkey.store;

import org.jspecify.annotations.NullMarked;
