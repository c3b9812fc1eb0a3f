/** What other services hear of accounts, by Amazon EventBridge. */
@NullMarked
package dev.latchkey.bus;

import org.jspecify.annotations.NullMarked;
