package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.proof.App;
import dev.latchkey.proof.AppFactors;
import dev.latchkey.proof.Code;
import dev.latchkey.proof.CodeUse;
import dev.latchkey.proof.Proof;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.throttle.Admission;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at a code that was counted: whether it is right, and not used before as far as was read. */
final class CodeCheck {
    private final AppFactors apps;
    private final Supplier<Instant> clock;

    CodeCheck(AppFactors apps, Supplier<Instant> clock) {
        this.apps = apps;
        this.clock = clock;
    }

    /** What a code is. */
    sealed interface Result {
        /** It is right; the attempt is the caller's to end. */
        record Right(Proof proof, Attempt attempt) implements Result {}

        /** It is wrong, or was used before. */
        record Wrong() implements Result {}

        /** A limit on codes is reached, and it was not looked at. */
        record Throttled(Duration retryAfter, AccountEvent event) implements Result {}
    }

    /**
     * Looks at a code.
     *
     * @throws StoreUnavailableException if the key does not answer; the attempt does not count
     */
    Result check(User user, App app, Code code, Admission admission) {
        if (admission instanceof Admission.Throttled throttled) {
            return new Result.Throttled(throttled.retryAfter(), throttled.event());
        }
        Attempt attempt = ((Admission.Admitted) admission).attempt();
        Optional<CodeUse> use;
        try {
            use = apps.check(user, app.sealed(), code, clock.get());
        } catch (StoreUnavailableException e) {
            attempt.abandoned();
            throw e;
        }
        if (use.isEmpty()) {
            return new Result.Wrong();
        }
        if (app.hasUsed(use.get())) {
            attempt.abandoned();
            return new Result.Wrong();
        }
        return new Result.Right(new Proof(app, use.get()), attempt);
    }
}
