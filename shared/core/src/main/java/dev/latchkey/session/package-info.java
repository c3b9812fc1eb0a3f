/** What a session may do: checking the token that a request presents, and issuing new ones. */
@NullMarked
package dev.latchkey.session;

import org.jspecify.annotations.NullMarked;
