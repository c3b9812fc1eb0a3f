/** The command serve: the server that runs a whole stack in one process: DynamoDB Local, API Gateway and the functions. */
@NullMarked
package dev.latchkey.local;

import org.jspecify.annotations.NullMarked;
