/** Bringing users and sessions in, from Django or from an export, and taking them out. */
@NullMarked
package dev.latchkey.cli.transfer;

import org.jspecify.annotations.NullMarked;
