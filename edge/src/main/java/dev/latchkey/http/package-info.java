/** The edge towards API Gateway: its events in, the contract's answers out. */
@NullMarked
package dev.latchkey.http;

import org.jspecify.annotations.NullMarked;
