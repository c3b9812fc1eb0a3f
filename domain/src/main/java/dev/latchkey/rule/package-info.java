/** What the routes of an API ask of whoever calls them, as its stage variables say. */
@NullMarked
package dev.latchkey.rule;

import org.jspecify.annotations.NullMarked;
