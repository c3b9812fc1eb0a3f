/** Makes the class cache that a function's container image starts with. */
@NullMarked
package dev.latchkey.image;

import org.jspecify.annotations.NullMarked;
