/** Reads a SAM template as CloudFormation would, as far as running it on one machine needs. */
@NullMarked
package dev.latchkey.template;

import org.jspecify.annotations.NullMarked;
