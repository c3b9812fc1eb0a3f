/** What runs before Lambda SnapStart takes its snapshot, so that the first call after a restore finds everything warm. */
@NullMarked
package dev.latchkey.snapstart;

import org.jspecify.annotations.NullMarked;
