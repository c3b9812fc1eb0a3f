package dev.latchkey.proof;

import dev.latchkey.config.Randomness;
import dev.latchkey.token.PresentedToken;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.token.TokenText;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.Optional;

/** The tokens of steps: of the form of a session's, but for what they begin with, and looked for where no session is. */
public final class StepTokens {
    private static final TokenFormat FORMAT = new TokenFormat("step-", false);

    private final Randomness randomness;

    /** Builds them on a source of random numbers. */
    public StepTokens(Randomness randomness) {
        this.randomness = randomness;
    }

    /** Makes a step for a user whose password was right. */
    public NewStep issue(User user, Instant now) {
        TokenText text = FORMAT.create(user.id(), randomness);
        Step step = new Step(
                user.id(),
                TokenDigest.of(text),
                user.generation(),
                user.security().epoch(),
                user.security().incarnation(),
                now.plus(Step.LIFE));
        return new NewStep(text, step);
    }

    /** Reads a presented text; nothing if nobody issued one of this form. */
    public static Optional<PresentedToken.Native> read(String text) {
        return FORMAT.read(text) instanceof PresentedToken.Native token ? Optional.of(token) : Optional.empty();
    }
}
