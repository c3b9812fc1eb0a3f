/** API keys: what one may do, how long, and whether it is alive. */
@NullMarked
package dev.latchkey.key;

import org.jspecify.annotations.NullMarked;
