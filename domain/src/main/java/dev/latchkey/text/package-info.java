/** Text as Python's {@code str} sees it: white space, letters, digits, case and length where Java's own notions differ. */
@NullMarked
package dev.latchkey.text;

import org.jspecify.annotations.NullMarked;
