/** The account pages: what a browser is sent, and what it may do with it. */
@NullMarked
package dev.latchkey.pages;

import org.jspecify.annotations.NullMarked;
