/** What happens to accounts, for the log and for whoever has to hear of it. */
@NullMarked
package dev.latchkey.event;

import org.jspecify.annotations.NullMarked;
