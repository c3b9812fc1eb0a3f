/** What somebody must hear of: events that are written in the same transaction as the change that they tell of. */
@NullMarked
package dev.latchkey.outbox;

import org.jspecify.annotations.NullMarked;
