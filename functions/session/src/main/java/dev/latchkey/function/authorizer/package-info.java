/** The Lambda authorizer that puts Latchkey's tokens in front of any API. */
@NullMarked
package dev.latchkey.function.authorizer;

import org.jspecify.annotations.NullMarked;
