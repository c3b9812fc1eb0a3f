/** Commands about the local server that runs. */
@NullMarked
package dev.latchkey.cli.server;

import org.jspecify.annotations.NullMarked;
