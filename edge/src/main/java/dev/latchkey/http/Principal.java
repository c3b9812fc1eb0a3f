package dev.latchkey.http;

import dev.latchkey.account.CheckToken;
import dev.latchkey.session.Authentication;
import dev.latchkey.text.UtcTime;
import dev.latchkey.token.TokenKey;
import dev.latchkey.user.User;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling, as the authorizer hands it to whatever stands behind it.
 *
 * @param userId the user's id
 * @param username the user's name as shown
 * @param email the user's e-mail address, possibly empty
 * @param tokenKey the public name of the session
 * @param expiry when the session ends, as shown in answers, or the empty text for never
 * @param amr what was proved in the session, names of RFC 8176 apart by spaces, or the empty text where that is not known
 * @param authTime when the last of it was proved, in the form of the expiry, or the empty text
 * @param emailVerified whether the user has shown that the address is theirs; several users may state the same one
 * @param roles the user's roles, apart by spaces
 * @param scopes what the key may be used for, apart by spaces; null for a session, which may be used for everything
 */
public record Principal(
        long userId,
        String username,
        String email,
        TokenKey tokenKey,
        String expiry,
        String amr,
        String authTime,
        boolean emailVerified,
        String roles,
        @Nullable String scopes) {
    static final String USER_ID = "userId";
    static final String USERNAME = "username";
    static final String EMAIL = "email";
    static final String TOKEN_KEY = "tokenKey";
    static final String EXPIRY = "expiry";
    static final String AMR = "amr";
    static final String AUTH_TIME = "authTime";
    static final String EMAIL_VERIFIED = "emailVerified";
    static final String ROLES = "roles";
    static final String SCOPES = "scopes";
    static final String CREDENTIAL = "credential";
    private static final String KEY = "key";
    private static final String SESSION = "session";

    /** A principal of whose session it is not known what was proved, and who has not shown that the address is theirs. */
    public Principal(long userId, String username, String email, TokenKey tokenKey, String expiry) {
        this(userId, username, email, tokenKey, expiry, "", "");
    }

    /** A principal who has not shown that the address is theirs. */
    public Principal(
            long userId, String username, String email, TokenKey tokenKey, String expiry, String amr, String authTime) {
        this(userId, username, email, tokenKey, expiry, amr, authTime, false, "", null);
    }

    /** Returns the principal of a token that was accepted. */
    public static Principal of(CheckToken.Result.Accepted accepted) {
        User user = accepted.user();
        String expiry = UtcTime.textOrNull(accepted.expiry());
        Authentication proved = accepted.session().authentication();
        String time = UtcTime.textOrNull(proved == null ? null : proved.time());
        return new Principal(
                user.id(),
                user.username(),
                user.email(),
                accepted.session().key(),
                expiry == null ? "" : expiry,
                proved == null ? "" : String.join(" ", proved.labels()),
                time == null ? "" : time,
                user.security().emailVerified(),
                roles(user),
                null);
    }

    /** Returns the principal of a key that was accepted. */
    public static Principal of(CheckToken.Result.AcceptedKey accepted) {
        User user = accepted.user();
        String expiry = UtcTime.textOrNull(accepted.key().expiry());
        return new Principal(
                user.id(),
                user.username(),
                user.email(),
                accepted.key().key(),
                expiry == null ? "" : expiry,
                "",
                "",
                user.security().emailVerified(),
                roles(user),
                accepted.scopes().toString());
    }

    private static String roles(User user) {
        return user.security().roles().isEmpty()
                ? ""
                : String.join(" ", user.security().roles().stream().sorted().toList());
    }

    /** Tells whether the caller has a key with a scope; a session has none. */
    public boolean mayUse(String scope) {
        return scopes != null && (" " + scopes + " ").contains(" " + scope + " ");
    }

    /** Tells whether the caller has a key and no session. */
    public boolean isKey() {
        return scopes != null;
    }

    /** Returns the authorizer's context: API Gateway takes only texts, numbers and flags there. */
    public Map<String, String> toContext() {
        Map<String, String> context = new LinkedHashMap<>();
        context.put(USER_ID, Long.toString(userId));
        context.put(USERNAME, username);
        context.put(EMAIL, email);
        context.put(TOKEN_KEY, tokenKey.value());
        context.put(EXPIRY, expiry);
        context.put(AMR, amr);
        context.put(AUTH_TIME, authTime);
        context.put(EMAIL_VERIFIED, Boolean.toString(emailVerified));
        context.put(CREDENTIAL, isKey() ? KEY : SESSION);
        context.put(SCOPES, scopes == null ? "" : scopes);
        context.put(ROLES, roles);
        return context;
    }

    /** Returns the body of "who am I". */
    public Map<String, Object> toBody() {
        return UserBody.of(userId, username, email);
    }

    /**
     * Reads the context of a request.
     *
     * <p>Empty if it is missing or incomplete: then no authorizer stood before the function, and nobody is let through.
     */
    static Optional<Principal> of(Request request) {
        Map<String, @Nullable Object> context = request.authorizer();
        String key = Request.text(context.get(TOKEN_KEY));
        String userId = Request.text(context.get(USER_ID));
        if (!TokenKey.isValid(key)
                || !userId.matches("[0-9]{1,16}")
                || !(context.get(USERNAME) instanceof String name)) {
            return Optional.empty();
        }
        return Optional.of(new Principal(
                Long.parseLong(userId),
                name,
                Request.text(context.get(EMAIL)),
                new TokenKey(key),
                Request.text(context.get(EXPIRY)),
                Request.text(context.get(AMR)),
                Request.text(context.get(AUTH_TIME)),
                Request.text(context.get(EMAIL_VERIFIED)).equals("true"),
                Request.text(context.get(ROLES)),
                Request.text(context.get(CREDENTIAL)).equals(KEY) ? Request.text(context.get(SCOPES)) : null));
    }
}
