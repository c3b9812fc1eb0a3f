package dev.latchkey.function.authorizer;

import java.util.Locale;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The Authorization header, read as Knox does (knox/auth.py, {@code TokenAuthentication.authenticate}): split at white space,
 * the scheme compared without regard to case.
 */
final class AuthorizationHeader {
    private static final String WHITE_SPACE = " \t\n\r\u000b\f";

    private final String scheme;

    AuthorizationHeader(String scheme) {
        this.scheme = scheme.toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the text that stands where a token should.
     *
     * @throws AuthenticationException if there is no header, another scheme, or not exactly one word after it
     */
    String token(@Nullable String header) throws AuthenticationException {
        StringTokenizer words = new StringTokenizer(header == null ? "" : header, WHITE_SPACE);
        if (!words.hasMoreTokens()
                || !words.nextToken().toLowerCase(Locale.ROOT).equals(scheme)) {
            throw new AuthenticationException("Authentication credentials were not provided.");
        }
        if (!words.hasMoreTokens()) {
            throw new AuthenticationException("Invalid token header. No credentials provided.");
        }
        String token = words.nextToken();
        if (words.hasMoreTokens()) {
            throw new AuthenticationException("Invalid token header. Token string should not contain spaces.");
        }
        return token;
    }
}
