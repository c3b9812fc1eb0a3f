package dev.latchkey.dynamodb;

import dev.latchkey.config.Randomness;
import dev.latchkey.config.Variables;
import dev.latchkey.link.Link;
import dev.latchkey.link.Purpose;
import dev.latchkey.link.Uid;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.time.Duration;
import java.time.Instant;

/** Links to rehearse with, all of a user that cannot be: ids begin at 1. */
public final class SampleLinks {
    private SampleLinks() {}

    /** Returns the text of nobody's link. */
    public static String text(Purpose purpose) {
        return purpose.format().create(UserIds.NOBODY, Randomness.NONE).reveal();
    }

    /** Returns nobody's uid. */
    public static String uid(Variables variables) {
        return new Uid(variables).write(UserIds.NOBODY);
    }

    static Link link(Purpose purpose, User user, Instant now) {
        return new Link(
                purpose,
                user.id(),
                TokenDigest.of(purpose.format().create(user.id(), Randomness.NONE)),
                user.email(),
                now.plus(Duration.ofDays(1)),
                user.generation(),
                user.security().epoch(),
                user.security().incarnation());
    }
}
