/** Password hashing (Argon2id, and verification of what Django stored) and Django's password policy. */
@NullMarked
package dev.latchkey.passwords;

import org.jspecify.annotations.NullMarked;
