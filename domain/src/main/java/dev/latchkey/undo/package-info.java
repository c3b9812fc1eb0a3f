/** Taking back what somebody else did to an account: what each change replaced, and what putting it back makes of a user. */
@NullMarked
package dev.latchkey.undo;

import org.jspecify.annotations.NullMarked;
