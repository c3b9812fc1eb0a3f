package dev.latchkey.cli.smoke;

import java.util.Arrays;
import java.util.List;

/** The API's routes. */
enum Endpoint {
    REGISTER("POST", "register", false),
    LOGIN("POST", "login", false),
    USER("GET", "user", true),
    TOKENS("GET", "tokens", true),
    TOKEN("DELETE", "tokens/{token_key}", true),
    LOGOUT("POST", "logout", true),
    LOGOUTALL("POST", "logoutall", true),
    PASSWORD("POST", "password", true);

    /** The routes that a token is asked for at. */
    static final List<Endpoint> PROTECTED =
            Arrays.stream(values()).filter(endpoint -> endpoint.isProtected).toList();

    private final String method;
    private final String path;
    private final boolean isProtected;

    Endpoint(String method, String path, boolean isProtected) {
        this.method = method;
        this.path = path;
        this.isProtected = isProtected;
    }

    String method() {
        return method;
    }

    /** Returns the path below {@code /api/auth/}, with a key in the place of a parameter. */
    String path(String tokenKey) {
        return path.replace("{token_key}", tokenKey);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
