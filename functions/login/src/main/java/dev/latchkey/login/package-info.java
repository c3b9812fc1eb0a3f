/** The function that verifies a password and opens a session. */
@NullMarked
package dev.latchkey.login;

import org.jspecify.annotations.NullMarked;
