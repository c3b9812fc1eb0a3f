/** What operators do to users and sessions, and no request ever does: some of it reads whole tables. */
@NullMarked
package dev.latchkey.operator;

import org.jspecify.annotations.NullMarked;
