/** Secret boxes whose key never leaves AWS KMS. */
@NullMarked
package dev.latchkey.kms;

import org.jspecify.annotations.NullMarked;
