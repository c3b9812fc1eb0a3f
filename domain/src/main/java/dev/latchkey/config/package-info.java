/** What a function gets from the place it runs in, and its settings as typed values. */
@NullMarked
package dev.latchkey.config;

import org.jspecify.annotations.NullMarked;
