/** What is written to a person by mail: about what, in which language, with which link, and who takes it. */
@NullMarked
package dev.latchkey.letter;

import org.jspecify.annotations.NullMarked;
