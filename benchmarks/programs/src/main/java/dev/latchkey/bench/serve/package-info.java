/** Servers under load, and the processor time they take. */
@NullMarked
package dev.latchkey.bench.serve;

import org.jspecify.annotations.NullMarked;
