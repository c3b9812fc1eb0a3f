package dev.latchkey.function.password;

import dev.latchkey.event.AccountEvent;
import dev.latchkey.http.ApiException;
import dev.latchkey.http.NotAuthenticatedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an Authorization header of the scheme Basic says, read and complained about as Django REST framework's {@code
 * BasicAuthentication} does (rest_framework/authentication.py).
 *
 * <p>{@code toString} tells nothing.
 */
final class BasicCredentials {
    private static final String CHALLENGE = "Basic realm=\"api\"";

    private final String username;
    private final String password;

    private BasicCredentials(String username, String password) {
        this.username = username;
        this.password = password;
    }

    /**
     * Reads a header.
     *
     * @return the credentials, or null if the scheme is another one
     * @throws ApiException if the scheme is Basic, and there are no credentials behind it
     */
    static @Nullable BasicCredentials of(String authorization) {
        String[] words = authorization.strip().split("\\s+", -1);
        if (!words[0].toLowerCase(Locale.ROOT).equals("basic")) {
            return null;
        }
        if (words.length == 1) {
            throw refused("Invalid basic header. No credentials provided.", null);
        }
        if (words.length > 2) {
            throw refused("Invalid basic header. Credentials string should not contain spaces.", null);
        }
        String decoded = decoded(words[1]);
        int colon = decoded.indexOf(':');
        return new BasicCredentials(
                colon < 0 ? decoded : decoded.substring(0, colon), colon < 0 ? "" : decoded.substring(colon + 1));
    }

    private static String decoded(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw refused("Invalid basic header. Credentials not correctly base64 encoded.", null);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    static ApiException refused(String detail, @Nullable AccountEvent event) {
        return new NotAuthenticatedException(CHALLENGE, detail, event);
    }

    String username() {
        return username;
    }

    String password() {
        return password;
    }

    @Override
    public String toString() {
        return "BasicCredentials[hidden]";
    }
}
