/** The function that answers with the account pages. */
@NullMarked
package dev.latchkey.function.pages;

import org.jspecify.annotations.NullMarked;
