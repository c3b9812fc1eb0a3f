/** How clients of AWS are built that send something. */
@NullMarked
package dev.latchkey.aws;

import org.jspecify.annotations.NullMarked;
