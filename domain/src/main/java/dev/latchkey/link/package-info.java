/** Secrets that are mailed to an address, each for one purpose and used once. */
@NullMarked
package dev.latchkey.link;

import org.jspecify.annotations.NullMarked;
