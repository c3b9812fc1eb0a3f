/** The operator's commands about sessions. */
@NullMarked
package dev.latchkey.cli.tokens;

import org.jspecify.annotations.NullMarked;
