/** What a user proves beside the password: codes of an authenticator app, backup codes, and the step between password and proof. */
@NullMarked
package dev.latchkey.proof;

import org.jspecify.annotations.NullMarked;
