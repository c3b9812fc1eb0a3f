/** Limits on how often something may be tried from one place, counted before it is tried. */
@NullMarked
package dev.latchkey.throttle;

import org.jspecify.annotations.NullMarked;
