/** Deadlines of requests, and where their time goes. */
@NullMarked
package dev.latchkey.time;

import org.jspecify.annotations.NullMarked;
