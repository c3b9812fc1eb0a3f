/** Passkeys: what is kept of them, the challenges that they answer, and the port behind which answers are verified. */
@NullMarked
package dev.latchkey.passkey;

import org.jspecify.annotations.NullMarked;
