/** Letters put into words and bytes, and the ways they are sent: SES, SMTP, or an outbox in memory. */
@NullMarked
package dev.latchkey.mail;

import org.jspecify.annotations.NullMarked;
