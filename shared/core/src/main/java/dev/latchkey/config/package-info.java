/** The settings a function runs with, validated once at start, and what it reaches the outside world through. */
@NullMarked
package dev.latchkey.config;

import org.jspecify.annotations.NullMarked;
