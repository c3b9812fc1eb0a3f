/** Runs Lambda functions in this process, from their handler strings. */
@NullMarked
package dev.latchkey.local.function;

import org.jspecify.annotations.NullMarked;
