/** The tables that commands work on: those of a deployed stack, or the local server's. */
@NullMarked
package dev.latchkey.cli.target;

import org.jspecify.annotations.NullMarked;
