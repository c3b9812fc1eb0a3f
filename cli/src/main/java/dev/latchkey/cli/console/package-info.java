/** What every command stands on: who runs it and with what, its terminal, its output and its failures. */
@NullMarked
package dev.latchkey.cli.console;

import org.jspecify.annotations.NullMarked;
