/** The smoke test: whether what answers at a URL keeps the contract, and how fast. */
@NullMarked
package dev.latchkey.cli.smoke;

import org.jspecify.annotations.NullMarked;
