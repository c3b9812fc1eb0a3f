package dev.latchkey.operator;

import dev.latchkey.user.User;
import org.jspecify.annotations.Nullable;

/**
 * A user as another system has them now.
 *
 * @param user the user, as {@link User#imported} makes one
 * @param nameKey the form under which the name is unique
 * @param profile what is kept beside, or null to keep what is here
 */
public record IncomingUser(
        User user, String nameKey, @Nullable Profile profile) {}
