package dev.latchkey.user;

import java.time.Instant;

/**
 * That a user asked to be deleted, and how far it has come. It stands beside the active flag, which is the operators'.
 *
 * @param at when the user asked
 * @param purging whether what is kept of the user is being deleted, after which nothing brings it back
 */
public record Deletion(Instant at, boolean purging) {}
