/** What a function tells about itself: one line of JSON for each invocation, with audit event and CloudWatch metrics in it. */
@NullMarked
package dev.latchkey.telemetry;

import org.jspecify.annotations.NullMarked;
