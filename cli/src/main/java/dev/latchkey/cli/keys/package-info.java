/** The commands about API keys. */
@NullMarked
package dev.latchkey.cli.keys;

import org.jspecify.annotations.NullMarked;
