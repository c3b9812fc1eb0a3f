/** What a token is: its text, which is a secret, its digest, which is stored, and its key, which may be shown. */
@NullMarked
package dev.latchkey.token;

import org.jspecify.annotations.NullMarked;
