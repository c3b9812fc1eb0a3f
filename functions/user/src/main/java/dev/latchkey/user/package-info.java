/** The function that tells callers who they are. */
@NullMarked
package dev.latchkey.user;

import org.jspecify.annotations.NullMarked;
