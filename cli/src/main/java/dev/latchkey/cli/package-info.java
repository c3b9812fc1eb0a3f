/** The command line: the root command and its parts, none of which needs a server of ours in this process. */
@NullMarked
package dev.latchkey.cli;

import org.jspecify.annotations.NullMarked;
