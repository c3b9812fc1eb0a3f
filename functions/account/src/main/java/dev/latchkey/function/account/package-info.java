/** Functions behind mailed links that hash no password: asking for a link, and verifying an address. */
@NullMarked
package dev.latchkey.function.account;

import org.jspecify.annotations.NullMarked;
