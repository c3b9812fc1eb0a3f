package dev.latchkey.account;

import dev.latchkey.account.ManageApp.Asker;
import dev.latchkey.config.Randomness;
import dev.latchkey.event.AccountEvent;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvent.Detail;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.passkey.Asserted;
import dev.latchkey.passkey.Assertion;
import dev.latchkey.passkey.Attestation;
import dev.latchkey.passkey.Attested;
import dev.latchkey.passkey.Ceremony;
import dev.latchkey.passkey.Challenge.Purpose;
import dev.latchkey.passkey.ChallengeClaim;
import dev.latchkey.passkey.Challenges;
import dev.latchkey.passkey.CredentialId;
import dev.latchkey.passkey.Octets;
import dev.latchkey.passkey.Passkey;
import dev.latchkey.passkey.PasskeyUse;
import dev.latchkey.passkey.UserHandle;
import dev.latchkey.proof.Freshness;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Authentication.Method;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.store.PasskeyStore;
import dev.latchkey.store.PasskeyStore.Change;
import dev.latchkey.store.PasskeyStore.Owner;
import dev.latchkey.store.Sequel;
import dev.latchkey.store.SessionStore;
import dev.latchkey.undo.Undo;
import dev.latchkey.user.Factor;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What users do with their own passkeys: add one, name it, remove it, and prove with one who they are.
 *
 * <p>Adding and removing ask for a fresh proof. The last way in cannot be removed.
 */
public final class ManagePasskeys {
    private final SessionStore sessions;
    private final SessionPolicy policy;
    private final PasskeyStore passkeys;
    private final Ceremony ceremony;
    private final Randomness randomness;
    private final boolean verifiedOnly;
    private final OutboxEvents events;
    private final Supplier<Instant> clock;

    /**
     * Builds the use cases.
     *
     * @param verification where addresses are verified at all, only who has verified theirs may add a passkey: whoever registered with
     *     another's address can plant nothing before its owner comes
     * @param clock tells the time, to the microsecond
     */
    public ManagePasskeys(
            SessionStore sessions,
            SessionPolicy policy,
            PasskeyStore passkeys,
            Ceremony ceremony,
            Randomness randomness,
            VerificationRule verification,
            OutboxEvents events,
            Supplier<Instant> clock) {
        this.sessions = sessions;
        this.policy = policy;
        this.passkeys = passkeys;
        this.ceremony = ceremony;
        this.randomness = randomness;
        this.verifiedOnly = verification.mode() != VerificationRule.Mode.NONE;
        this.events = events;
        this.clock = clock;
    }

    /** How any of it ends. */
    public sealed interface Result {
        /**
         * A passkey may be made.
         *
         * @param challenge what the authenticator has to sign
         * @param handle by what it is to know the user
         * @param username what it is to show
         * @param existing the passkeys that the user has: no authenticator is to make a second one
         */
        record Begun(Octets challenge, UserHandle handle, String username, List<Passkey> existing) implements Result {
            /** Copies the list. */
            public Begun {
                existing = List.copyOf(existing);
            }
        }

        /**
         * The user has a passkey more.
         *
         * @param passkey which
         */
        record Added(Passkey passkey) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.PASSKEY_ADDED, passkey.userId());
            }
        }

        /**
         * The passkey has another name.
         *
         * @param passkey under its new name
         */
        record Renamed(Passkey passkey) implements Result {}

        /**
         * The user has a passkey less.
         *
         * @param userId whose it was
         */
        record Removed(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.PASSKEY_REMOVED, userId);
            }
        }

        /**
         * An authenticator is to prove who the user is.
         *
         * @param challenge what it has to sign
         * @param existing the passkeys that may answer
         */
        record Asked(Octets challenge, List<Passkey> existing) implements Result {
            /** Copies the list. */
            public Asked {
                existing = List.copyOf(existing);
            }
        }

        /**
         * The session has noted the proof.
         *
         * @param userId whose session it is
         * @param proved all that the session has proved now
         */
        record Proved(long userId, Authentication proved) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.REAUTHENTICATED, userId);
            }
        }

        /**
         * What the authenticator answered is wrong, was answered before, or comes too late.
         *
         * @param userId who asks, for the log
         */
        record Refused(long userId) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.PASSKEY_FAILED, userId);
            }
        }

        /** The user has as many passkeys as there may be. */
        record TooMany() implements Result {}

        /** The user has no such passkey. */
        record NotFound() implements Result {}

        /** It is the only way in that the user has. */
        record LastWayIn() implements Result {}

        /** The user's address has to be verified first. */
        record EmailNotVerified() implements Result {}

        /**
         * The user has to prove first who they are.
         *
         * @param ways by what, under the names that clients know
         */
        record ProofNeeded(List<String> ways) implements Result {
            /** Copies the list. */
            public ProofNeeded {
                ways = List.copyOf(ways);
            }
        }

        /** The session that asks has ended since it was checked. */
        record SessionEnded() implements Result {}
    }

    /** A user with the session that asks. */
    private record Present(Owner owner, User user, Session session) {}

    private Optional<Present> present(Asker asker) {
        Owner owner = passkeys.owner(asker.userId());
        User user = owner.user();
        Session session = sessions.find(asker.userId(), asker.session()).session();
        return user == null || session == null || !policy.isLive(user, session, clock.get())
                ? Optional.empty()
                : Optional.of(new Present(owner, user, session));
    }

    /** Returns why somebody may not change their passkeys now, or null if they may. */
    private @Nullable Result refusal(Present asking) {
        return Freshness.isFresh(asking.user(), asking.session(), clock.get())
                ? null
                : new Result.ProofNeeded(Freshness.ways(asking.user()));
    }

    /** Returns why somebody may not add a passkey now, or null if they may. */
    private @Nullable Result refusalToAdd(Present asking) {
        if (verifiedOnly && !asking.user().security().emailVerified()) {
            return new Result.EmailNotVerified();
        }
        return asking.owner().digests().size() >= Passkey.MOST ? new Result.TooMany() : refusal(asking);
    }

    /** Returns the user's passkeys, oldest first. */
    public List<Passkey> list(Asker asker) {
        return passkeys.list(passkeys.owner(asker.userId()));
    }

    /**
     * Begins to add a passkey.
     *
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws dev.latchkey.store.ContentionException if others write again and again
     */
    public Result begin(Asker asker) {
        Optional<Present> asking = present(asker);
        if (asking.isEmpty()) {
            return new Result.SessionEnded();
        }
        Result refusal = refusalToAdd(asking.get());
        if (refusal != null) {
            return refusal;
        }
        User user = asking.get().user();
        UserHandle known = asking.get().owner().handle();
        Optional<UserHandle> handle =
                known == null ? passkeys.handle(user, UserHandle.random(randomness)) : Optional.of(known);
        return handle.<Result>map(of -> new Result.Begun(
                        challenge(Purpose.REGISTER, user),
                        of,
                        user.username(),
                        passkeys.list(asking.get().owner())))
                .orElseGet(Result.SessionEnded::new);
    }

    private Octets challenge(Purpose purpose, User user) {
        Challenges.NewChallenge made = new Challenges(randomness).forUser(purpose, user, clock.get());
        passkeys.begin(made.challenge());
        return made.bytes();
    }

    /**
     * Adds the passkey that an authenticator made.
     *
     * @param name what the user calls it
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws dev.latchkey.store.ContentionException if others write again and again
     */
    public Result add(Asker asker, Attestation answer, String name) {
        Optional<Present> asking = present(asker);
        if (asking.isEmpty()) {
            return new Result.SessionEnded();
        }
        Result refusal = refusalToAdd(asking.get());
        if (refusal != null) {
            return refusal;
        }
        Optional<Attested> right = ceremony.verify(answer);
        UserHandle handle = asking.get().owner().handle();
        if (right.isEmpty() || handle == null) {
            return new Result.Refused(asker.userId());
        }
        return add(asker, asking.get(), made(asking.get().user(), handle, answer, right.get(), name), right.get());
    }

    private Passkey made(User user, UserHandle handle, Attestation answer, Attested right, String name) {
        return new Passkey(
                answer.id(),
                user.id(),
                user.security().incarnation(),
                handle,
                right.key(),
                right.counter(),
                right.backupEligible(),
                right.backedUp(),
                answer.transports(),
                name,
                clock.get(),
                null);
    }

    private Result add(Asker asker, Present asking, Passkey made, Attested right) {
        User user = asking.user();
        Change outcome = passkeys.add(
                asking.owner(),
                made,
                claim(Purpose.REGISTER, user, right.challenge()),
                asker.session(),
                proved(asking.session()),
                Sequel.of(
                        notice(
                                OutboxEvent.Kind.FACTOR_ADDED,
                                user.with(user.security().with(Factor.PASSKEY)),
                                asker),
                        Undo.of(user, clock.get())));
        return switch (outcome) {
            case DONE -> new Result.Added(made);
            case SESSION_ENDED -> new Result.SessionEnded();
            case CHANGED, CHALLENGE_GONE, TAKEN -> new Result.Refused(user.id());
        };
    }

    private ChallengeClaim claim(Purpose purpose, User user, Octets challenge) {
        return new ChallengeClaim(
                Challenges.digest(challenge),
                purpose,
                user.id(),
                user.security().incarnation(),
                null,
                clock.get());
    }

    /** A passkey answered in the session: that is proof by it. */
    private Authentication proved(Session session) {
        Authentication before = session.authentication();
        Instant now = clock.get();
        return before == null ? new Authentication(Set.of(Method.HWK), now) : before.and(Method.HWK, now);
    }

    /**
     * Gives a passkey another name.
     *
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public Result rename(Asker asker, CredentialId id, String name) {
        return own(passkeys.owner(asker.userId()), id)
                .filter(passkey -> passkeys.rename(passkey, name))
                .<Result>map(passkey -> new Result.Renamed(passkey.named(name)))
                .orElseGet(Result.NotFound::new);
    }

    /** Returns a passkey that is the user's; another's is not found. */
    private Optional<Passkey> own(Owner owner, CredentialId id) {
        User user = owner.user();
        return passkeys.find(id)
                .filter(passkey -> user != null
                        && passkey.userId() == user.id()
                        && passkey.incarnation() == user.security().incarnation()
                        && owner.digests().contains(id.digest()));
    }

    /**
     * Removes a passkey, unless it is the only way in.
     *
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws dev.latchkey.store.ContentionException if others write again and again
     */
    public Result remove(Asker asker, CredentialId id) {
        Optional<Present> asking = present(asker);
        if (asking.isEmpty()) {
            return new Result.SessionEnded();
        }
        Owner owner = asking.get().owner();
        Optional<Passkey> passkey = own(owner, id);
        if (passkey.isEmpty()) {
            return new Result.NotFound();
        }
        Result refusal = refusal(asking.get());
        if (refusal != null) {
            return refusal;
        }
        User user = asking.get().user();
        boolean last = owner.digests().size() == 1;
        if (last && user.passwordHash() == null) {
            return new Result.LastWayIn();
        }
        User after = user.with(
                last ? user.security().without(Factor.PASSKEY) : user.security().with(Factor.PASSKEY));
        Change outcome = passkeys.remove(owner, passkey.get(), notice(OutboxEvent.Kind.FACTOR_REMOVED, after, asker));
        return outcome == Change.DONE ? new Result.Removed(user.id()) : new Result.NotFound();
    }

    /**
     * Asks for a passkey's answer in a session.
     *
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public Result ask(Asker asker) {
        return present(asker)
                .<Result>map(asking ->
                        new Result.Asked(challenge(Purpose.PROVE, asking.user()), passkeys.list(asking.owner())))
                .orElseGet(Result.SessionEnded::new);
    }

    /**
     * Proves by a passkey in a session who one is.
     *
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws dev.latchkey.store.ContentionException if others write again and again
     */
    public Result prove(Asker asker, Assertion answer) {
        Optional<Present> asking = present(asker);
        if (asking.isEmpty()) {
            return new Result.SessionEnded();
        }
        User user = asking.get().user();
        Optional<Passkey> passkey = own(asking.get().owner(), answer.id());
        Optional<Asserted> right = passkey.flatMap(own -> ceremony.verify(answer, own))
                .filter(said -> passkey.get().admits(said.counter()));
        if (right.isEmpty() || !isOf(answer.handle(), passkey.get())) {
            return new Result.Refused(user.id());
        }
        PasskeyUse use = new PasskeyUse(
                passkey.get(),
                passkey.get().usedAt(right.get(), clock.get()),
                claim(Purpose.PROVE, user, right.get().challenge()));
        Authentication proved = proved(asking.get().session());
        return switch (passkeys.prove(user, asker.session(), proved, use)) {
            case DONE -> new Result.Proved(user.id(), proved);
            case SESSION_ENDED -> new Result.SessionEnded();
            case CHANGED, CHALLENGE_GONE, TAKEN -> new Result.Refused(user.id());
        };
    }

    private static boolean isOf(@Nullable UserHandle handle, Passkey passkey) {
        return handle == null || handle.equals(passkey.handle());
    }

    private List<OutboxEvent> notice(OutboxEvent.Kind kind, User after, Asker asker) {
        return events.of(kind, after, clock.get(), asker.language(), Map.of(Detail.FACTOR, Factor.PASSKEY.label()));
    }
}
