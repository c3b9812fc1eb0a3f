/** What runs beside requests: functions that read a stream, and functions that run by the clock. */
@NullMarked
package dev.latchkey.local.background;

import org.jspecify.annotations.NullMarked;
