/** The upper floor: a function that makes one call to DynamoDB. */
@NullMarked
package dev.latchkey.floor.getitem;

import org.jspecify.annotations.NullMarked;
