/** A token check over and over again. */
@NullMarked
package dev.latchkey.bench.warm;

import org.jspecify.annotations.NullMarked;
