/** First calls after priming, each in a process of its own. */
@NullMarked
package dev.latchkey.bench.prime;

import org.jspecify.annotations.NullMarked;
