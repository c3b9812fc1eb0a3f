/** Functions that hash passwords: registration, login and password change. */
@NullMarked
package dev.latchkey.function.password;

import org.jspecify.annotations.NullMarked;
