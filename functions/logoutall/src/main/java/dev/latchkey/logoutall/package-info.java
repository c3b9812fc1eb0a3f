/** The function that ends all of a user's sessions. */
@NullMarked
package dev.latchkey.logoutall;

import org.jspecify.annotations.NullMarked;
