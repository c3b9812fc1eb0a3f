/** What becomes of events after they were written: mails, and events for other services, each at least once. */
@NullMarked
package dev.latchkey.relay;

import org.jspecify.annotations.NullMarked;
