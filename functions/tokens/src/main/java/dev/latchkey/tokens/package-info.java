/** The function that shows users their sessions and ends one by its key. */
@NullMarked
package dev.latchkey.tokens;

import org.jspecify.annotations.NullMarked;
