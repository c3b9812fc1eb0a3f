/** The Lambda authorizer that puts Latchkey's tokens in front of any API. */
@NullMarked
package dev.latchkey.authorizer;

import org.jspecify.annotations.NullMarked;
