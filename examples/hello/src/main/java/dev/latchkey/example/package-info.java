/** A function of your own behind Latchkey's authorizer. */
@NullMarked
package dev.latchkey.example;

import org.jspecify.annotations.NullMarked;
