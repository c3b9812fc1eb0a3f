/** Functions about second factors: setting an authenticator app up, and the second step of a login. */
@NullMarked
package dev.latchkey.function.factor;

import org.jspecify.annotations.NullMarked;
