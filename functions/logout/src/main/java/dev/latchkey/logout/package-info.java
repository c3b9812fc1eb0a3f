/** The function that ends the session it is called with. */
@NullMarked
package dev.latchkey.logout;

import org.jspecify.annotations.NullMarked;
