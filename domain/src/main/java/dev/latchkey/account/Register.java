package dev.latchkey.account;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.outbox.OutboxEvent;
import dev.latchkey.outbox.OutboxEvents;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.NewSession;
import dev.latchkey.session.Session;
import dev.latchkey.session.TokenIssuer;
import dev.latchkey.store.Announcement;
import dev.latchkey.store.UserStore;
import dev.latchkey.text.Language;
import dev.latchkey.throttle.Admission;
import dev.latchkey.throttle.Throttle;
import dev.latchkey.user.EmailForm;
import dev.latchkey.user.Password;
import dev.latchkey.user.Passwords;
import dev.latchkey.user.User;
import dev.latchkey.user.UsernameRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Registering: a new user with a first session, both or neither.
 *
 * <p>It has two steps, because Django REST framework looks a name up while it validates the fields: {@link #checkName} first,
 * which also counts the registration, then {@link #register}, once all fields are valid.
 */
public final class Register {
    private final UserStore users;
    private final CreateUser createUser;
    private final Passwords passwords;
    private final Throttle throttle;
    private final TokenIssuer issuer;
    private final VerificationRule verification;
    private final OutboxEvents events;

    /** Builds the use case. */
    public Register(
            UserStore users,
            CreateUser createUser,
            Passwords passwords,
            Throttle throttle,
            TokenIssuer issuer,
            VerificationRule verification,
            OutboxEvents events) {
        this.users = users;
        this.createUser = createUser;
        this.passwords = passwords;
        this.throttle = throttle;
        this.issuer = issuer;
        this.verification = verification;
        this.events = events;
    }

    /** What is known of a name that somebody wants to register. */
    public sealed interface NameCheck {
        /** Nobody has it. */
        record Free() implements NameCheck {}

        /** Somebody has it. */
        record Taken() implements NameCheck {}

        /**
         * The limit on registrations is reached, and the name was not looked up.
         *
         * @param retryAfter how long until the next registration may be admitted
         * @param event what happened, for the log
         */
        record Throttled(Duration retryAfter, AccountEvent event) implements NameCheck {}
    }

    /** How a registration ends. */
    public sealed interface Result {
        /**
         * The user exists and is logged in.
         *
         * @param user the user
         * @param opened the first session with its token
         */
        record Registered(User user, NewSession opened) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                String key = opened.session().key().value();
                return new AccountEvent(AccountEvent.Kind.REGISTERED, user.id(), key);
            }
        }

        /**
         * The user exists, and is logged in by nobody before the address is verified.
         *
         * @param user the user
         */
        record VerificationSent(User user) implements Result {
            /** Returns what happened, for the log. */
            public AccountEvent event() {
                return AccountEvent.of(AccountEvent.Kind.REGISTERED, user.id());
            }
        }

        /** Somebody has the name. */
        record NameTaken() implements Result {}

        /**
         * The policy refuses the password.
         *
         * @param violations all that is wrong with it
         */
        record PasswordRejected(List<String> violations) implements Result {
            /** Copies the list. */
            public PasswordRejected {
                violations = List.copyOf(violations);
            }
        }
    }

    /**
     * Counts a registration, and looks a valid name up.
     *
     * @param username as {@link UsernameRule#normalize} returns it
     * @param address the address that the registration comes from
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     */
    public NameCheck checkName(String username, String address) {
        if (throttle.begin(address, "") instanceof Admission.Throttled throttled) {
            return new NameCheck.Throttled(throttled.retryAfter(), throttled.event());
        }
        return users.isNameTaken(UsernameRule.uniquenessKey(username)) ? new NameCheck.Taken() : new NameCheck.Free();
    }

    /**
     * Registers a user whose fields are valid.
     *
     * @param client where the first session is opened from
     * @param language the language of mails about it
     * @throws dev.latchkey.store.StoreUnavailableException if the store does not answer
     * @throws dev.latchkey.store.ContentionException if the write lost against others again and again
     */
    public Result register(String username, String email, Password password, Session.Client client, Language language) {
        List<String> violations = passwords.violations(password, username, email);
        if (!violations.isEmpty()) {
            return new Result.PasswordRejected(violations);
        }
        boolean logsIn = verification.mode() != VerificationRule.Mode.MANDATORY;
        Optional<CreateUser.Created> created = createUser.create(
                username,
                email,
                passwords.hash(password),
                client.sourceIp(),
                logsIn
                        ? user -> issuer.issue(user, client, Authentication.byPassword(user.created()), user.created())
                        : null,
                user -> announcement(user, language));
        return created.map(Register::result).orElseGet(Result.NameTaken::new);
    }

    private static Result result(CreateUser.Created created) {
        return created.opened() == null
                ? new Result.VerificationSent(created.user())
                : new Result.Registered(created.user(), created.opened());
    }

    /** Where mail is sent, it finds the user by the address from the first moment on. */
    private Announcement announcement(User user, Language language) {
        if (!events.areOn()) {
            return Announcement.NONE;
        }
        Map<OutboxEvent.Detail, String> details =
                verification.sendsLinks() ? Map.of(OutboxEvent.Detail.VERIFY, "true") : Map.of();
        return new Announcement(
                EmailForm.of(user.email()).orElse(null),
                events.of(OutboxEvent.Kind.USER_CREATED, user, user.created(), language, details));
    }
}
