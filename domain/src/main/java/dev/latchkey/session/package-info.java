/** What a session is, when it is alive, and how long it lasts. */
@NullMarked
package dev.latchkey.session;

import org.jspecify.annotations.NullMarked;
