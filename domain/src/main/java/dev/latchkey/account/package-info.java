/** The use cases: what people and operators do with accounts. HTTP and the command line are two edges over them. */
@NullMarked
package dev.latchkey.account;

import org.jspecify.annotations.NullMarked;
