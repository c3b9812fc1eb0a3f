/** The HTTP clients that can stand under the AWS SDK, beside each other. */
@NullMarked
package dev.latchkey.bench.client;

import org.jspecify.annotations.NullMarked;
