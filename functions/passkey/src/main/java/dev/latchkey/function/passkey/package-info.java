/** Functions about passkeys: logging in by one, and what users do with their own. */
@NullMarked
package dev.latchkey.function.passkey;

import org.jspecify.annotations.NullMarked;
