/** Functions that differ in one choice each, to see what the choice costs at a cold start. */
@NullMarked
package dev.latchkey.floor.probes;

import org.jspecify.annotations.NullMarked;
