/** The smoke test: whether what answers at a URL keeps the contract, and how fast. */
@NullMarked
package dev.latchkey.local.smoke;

import org.jspecify.annotations.NullMarked;
