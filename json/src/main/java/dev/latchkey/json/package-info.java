/** JSON in and out, by Jackson's streaming core alone: binding to objects costs a cold start a tenth of a second. */
@NullMarked
package dev.latchkey.json;

import org.jspecify.annotations.NullMarked;
