/** What the tables hold while something is measured. */
@NullMarked
package dev.latchkey.bench.data;

import org.jspecify.annotations.NullMarked;
