/** The operator's commands: users and their sessions, on the local server or a deployed stack. */
@NullMarked
package dev.latchkey.local.admin;

import org.jspecify.annotations.NullMarked;
