/** The programs that benchmarks/run starts. */
@NullMarked
package dev.latchkey.bench;

import org.jspecify.annotations.NullMarked;
