package dev.latchkey.account;

import dev.latchkey.config.Randomness;
import dev.latchkey.session.NewSession;
import dev.latchkey.store.Announcement;
import dev.latchkey.store.ContentionException;
import dev.latchkey.store.UserStore;
import dev.latchkey.store.UserStore.CreateResult;
import dev.latchkey.throttle.Source;
import dev.latchkey.user.Kind;
import dev.latchkey.user.PasswordHash;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import dev.latchkey.user.UsernameRule;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creating a user under a name that nobody has: the one way in which users come to be, but for an import. */
public final class CreateUser {
    /** Two random ids are equal once in 2^53; nobody ever sees a third round. */
    private static final int ROUNDS = 3;

    private final UserStore users;
    private final Randomness randomness;
    private final Supplier<Instant> clock;

    /** Builds the use case on a store, a source of ids and a clock. */
    public CreateUser(UserStore users, Randomness randomness, Supplier<Instant> clock) {
        this.users = users;
        this.randomness = randomness;
        this.clock = clock;
    }

    /**
     * A user who was created.
     *
     * @param user the user
     * @param opened the first session, or null if none was asked for
     */
    public record Created(User user, @Nullable NewSession opened) {}

    /** Creates a user without a session, of whom nobody hears. */
    public Optional<Created> create(String username, String email, @Nullable PasswordHash hash) {
        return create(username, email, hash, "", null, user -> Announcement.NONE);
    }

    /** Creates a service, which has no password and no address, only keys. */
    public Optional<Created> createService(String username) {
        return create(Kind.SERVICE, username, "", null, "", null, user -> Announcement.NONE);
    }

    /**
     * Creates a user, in one write with the first session if there is to be one.
     *
     * @param username a valid name, as {@link UsernameRule#normalize} returns it
     * @param email a valid address, or the empty text
     * @param hash the password's hash, or null for a user who cannot log in yet
     * @param address the address that the user registers from, or the empty text for an operator's user
     * @param firstSession makes the first session, or null for none
     * @param announcement makes what others hear of the user
     * @return the user, or nothing if somebody has the name
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws ContentionException if the write lost against others again and again
     */
    public Optional<Created> create(
            String username,
            String email,
            @Nullable PasswordHash hash,
            String address,
            @Nullable Function<User, NewSession> firstSession,
            Function<User, Announcement> announcement) {
        return create(Kind.PERSON, username, email, hash, address, firstSession, announcement);
    }

    private Optional<Created> create(
            Kind kind,
            String username,
            String email,
            @Nullable PasswordHash hash,
            String address,
            @Nullable Function<User, NewSession> firstSession,
            Function<User, Announcement> announcement) {
        String source = Source.of(address);
        for (int round = 0; round < ROUNDS; round++) {
            Instant now = clock.get();
            User made = User.registered(UserIds.random(randomness), username, email, hash, now)
                    .with(Security.ofNewUser(kind, randomness));
            User user = Source.isOnePlace(source) ? made.knowing(source, now) : made;
            NewSession opened = firstSession == null ? null : firstSession.apply(user);
            CreateResult result = users.create(
                    user,
                    UsernameRule.uniquenessKey(username),
                    opened == null ? null : opened.session(),
                    announcement.apply(user));
            if (result == CreateResult.CREATED) {
                return Optional.of(new Created(user, opened));
            }
            if (result == CreateResult.NAME_TAKEN) {
                return Optional.empty();
            }
        }
        throw new ContentionException("create");
    }
}
