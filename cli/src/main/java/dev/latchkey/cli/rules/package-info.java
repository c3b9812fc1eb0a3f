/** The command that writes rules for routes from the description of an API. */
@NullMarked
package dev.latchkey.cli.rules;

import org.jspecify.annotations.NullMarked;
