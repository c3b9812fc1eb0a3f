/**
 * The stores in DynamoDB. {@link dev.latchkey.dynamodb.Calls} and the items are public for the operator's module alone; see
 * {@code ArchitectureTest}.
 */
@NullMarked
package dev.latchkey.dynamodb;

import org.jspecify.annotations.NullMarked;
