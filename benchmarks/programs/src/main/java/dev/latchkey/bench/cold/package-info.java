/** Starts functions under Lambda's own runtime and times the first answer. */
@NullMarked
package dev.latchkey.bench.cold;

import org.jspecify.annotations.NullMarked;
