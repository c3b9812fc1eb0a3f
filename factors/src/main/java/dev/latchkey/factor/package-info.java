/** Authenticator apps, backup codes, and the boxes that their secrets lie in. */
@NullMarked
package dev.latchkey.factor;

import org.jspecify.annotations.NullMarked;
