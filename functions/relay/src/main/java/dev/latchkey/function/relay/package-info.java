/** The functions that tell of events: one reads them from a stream, and one looks after those that were left. */
@NullMarked
package dev.latchkey.function.relay;

import org.jspecify.annotations.NullMarked;
