/** The function that tells callers who they are. */
@NullMarked
package dev.latchkey.function.user;

import org.jspecify.annotations.NullMarked;
