/** Functions about a user's own sessions: the list, and the three ways to end them. */
@NullMarked
package dev.latchkey.function.session;

import org.jspecify.annotations.NullMarked;
