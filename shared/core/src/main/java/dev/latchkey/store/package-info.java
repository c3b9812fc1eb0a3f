/** Where users and tokens are kept: the two ports, and their DynamoDB adapters. */
@NullMarked
package dev.latchkey.store;

import org.jspecify.annotations.NullMarked;
