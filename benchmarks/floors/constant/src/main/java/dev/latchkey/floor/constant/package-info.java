/** The lower floor: a function that answers a constant. */
@NullMarked
package dev.latchkey.floor.constant;

import org.jspecify.annotations.NullMarked;
