/** Users: what may be a user name or an e-mail address, and when two are the same. */
@NullMarked
package dev.latchkey.user;

import org.jspecify.annotations.NullMarked;
