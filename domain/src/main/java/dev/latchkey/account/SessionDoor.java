package dev.latchkey.account;

import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.passkey.PasskeyUse;
import dev.latchkey.proof.NewStep;
import dev.latchkey.proof.Proof;
import dev.latchkey.proof.Step;
import dev.latchkey.proof.StepTokens;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Authentication.Method;
import dev.latchkey.session.NewSession;
import dev.latchkey.session.Session;
import dev.latchkey.session.TokenIssuer;
import dev.latchkey.store.SessionStore;
import dev.latchkey.store.SessionStore.Limit;
import dev.latchkey.store.StepStore;
import dev.latchkey.throttle.Source;
import dev.latchkey.user.Factor;
import dev.latchkey.user.KnownSources;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one place that opens sessions for users who exist, and asks for the proof that they have set up.
 *
 * <p>A right password opens a session only for who has no app. For everybody else it begins a step, and the session opens for a
 * right code or a passkey. A passkey alone opens one for whoever has it, since it verifies its user itself. Which of the two it is hangs on the user as read before the password was looked at, and the write compares that: a factor
 * that comes into force meanwhile raises the security epoch, and the login begins again.
 */
public final class SessionDoor {
    private final SessionStore sessions;
    private final TokenIssuer issuer;
    private final @Nullable Limit limit;
    private final VerificationRule verification;
    private final @Nullable Steps steps;
    private final Supplier<Instant> clock;

    /**
     * Builds the door.
     *
     * @param limit how many live sessions a user may have, or null for any number
     * @param verification whether a user must have verified the address
     * @param steps where logins go on that need a proof, or null where {@code SECOND_FACTOR} is off
     * @param clock tells the time, to the microsecond
     */
    public SessionDoor(
            SessionStore sessions,
            TokenIssuer issuer,
            @Nullable Limit limit,
            VerificationRule verification,
            @Nullable Steps steps,
            Supplier<Instant> clock) {
        this.sessions = sessions;
        this.issuer = issuer;
        this.limit = limit;
        this.verification = verification;
        this.steps = steps;
        this.clock = clock;
    }

    /**
     * Where logins go on that need a proof.
     *
     * @param store keeps them
     * @param tokens makes their tokens
     */
    public record Steps(StepStore store, StepTokens tokens) {}

    /** What became of somebody at the door. */
    sealed interface Result {
        /** A session is open. */
        record Opened(NewSession session) implements Result {}

        /** The password was right, and a proof is needed; {@code method} is what clients call it. */
        record ProofNeeded(NewStep step, String method) implements Result {}

        /** The password was right, and the address has to be verified first. */
        record AddressNotVerified() implements Result {}

        /** A proof is needed, and this stack cannot take any. */
        record ProofSwitchedOff() implements Result {}

        /** The user changed since they were read: nothing was done. */
        record UserChanged() implements Result {}

        /** The user has as many live sessions as allowed. */
        record LimitReached() implements Result {}

        /** The step was used, or is over. */
        record StepGone() implements Result {}

        /** The code was used before. */
        record CodeUsed() implements Result {}

        /** The challenge was answered or is over, or the passkey is no longer as it was read. */
        record AnswerUsed() implements Result {}
    }

    /**
     * Lets in a user whose password was right, or asks for the proof.
     *
     * @param user as read before the password was looked at
     * @param rehashed the same password under current parameters, or null
     */
    Result afterPassword(User user, Session.Client client, @Nullable PasswordHash rehashed) {
        Instant now = clock.get();
        if (!verification.letsIn(user)) {
            return new Result.AddressNotVerified();
        }
        if (user.security().asksAtLogin()) {
            return beginStep(user, rehashed, now);
        }
        NewSession session = issuer.issue(user, client, Authentication.byPassword(now), now);
        return result(
                sessions.open(user, session.session(), rehashed, limit, known(user, rehashed, client, now)), session);
    }

    private Result beginStep(User user, @Nullable PasswordHash rehashed, Instant now) {
        if (steps == null) {
            return new Result.ProofSwitchedOff();
        }
        NewStep step = steps.tokens().issue(user, now);
        return steps.store().begin(step.step(), user, rehashed)
                ? new Result.ProofNeeded(step, Factor.APP.label())
                : new Result.UserChanged();
    }

    /**
     * Lets in a user whose code was right.
     *
     * @param user as read before the code was looked at, and as when the step began
     * @param events what is written with the session
     */
    Result afterCode(User user, Session.Client client, Step step, Proof proof, List<OutboxEvent> events) {
        Instant now = clock.get();
        NewSession session = issuer.issue(user, client, Authentication.byCode(now), now);
        return result(
                sessions.open(user, session.session(), limit, known(user, null, client, now), step, proof, events),
                session);
    }

    /**
     * Lets in a user whose passkey answered rightly.
     *
     * @param user as read before the answer was looked at, and as when the step began
     * @param step the login whose second step it is, or null for a login without a password
     */
    Result afterPasskey(User user, Session.Client client, @Nullable Step step, PasskeyUse use) {
        Instant now = clock.get();
        if (!verification.letsIn(user)) {
            return new Result.AddressNotVerified();
        }
        Authentication proved = step == null
                ? Authentication.byPasskey(now)
                : Authentication.byPassword(now).and(Method.HWK, now);
        NewSession session = issuer.issue(user, client, proved, now);
        return result(
                sessions.open(user, session.session(), limit, known(user, null, client, now), step, use), session);
    }

    private static Result result(SessionStore.OpenResult opened, NewSession session) {
        return switch (opened) {
            case OPENED -> new Result.Opened(session);
            case USER_CHANGED -> new Result.UserChanged();
            case LIMIT_REACHED -> new Result.LimitReached();
            case STEP_GONE -> new Result.StepGone();
            case CODE_USED -> new Result.CodeUsed();
            case CHALLENGE_GONE, PASSKEY_CHANGED -> new Result.AnswerUsed();
        };
    }

    /** Returns the places that the user logs in from after this login, or null where it has no place. */
    private static @Nullable KnownSources known(
            User user, @Nullable PasswordHash rehashed, Session.Client client, Instant now) {
        String source = Source.of(client.sourceIp());
        PasswordHash hash = rehashed == null ? user.passwordHash() : rehashed;
        return hash == null || !Source.isOnePlace(source)
                ? null
                : user.knownSources().with(user.id(), hash, source, now);
    }
}
