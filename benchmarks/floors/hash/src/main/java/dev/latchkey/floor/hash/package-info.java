/** A floor: what one hash adds to the least that a function can do with DynamoDB. */
@NullMarked
package dev.latchkey.floor.hash;

import org.jspecify.annotations.NullMarked;
