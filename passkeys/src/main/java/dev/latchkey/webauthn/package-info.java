/** Ceremonies of WebAuthn, verified by WebAuthn4J; nothing else knows that library. */
@NullMarked
package dev.latchkey.webauthn;

import org.jspecify.annotations.NullMarked;
