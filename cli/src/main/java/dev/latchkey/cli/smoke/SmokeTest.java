package dev.latchkey.cli.smoke;

import dev.latchkey.config.Randomness;
import dev.latchkey.token.TokenFormat;
import dev.latchkey.user.UserIds;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The contract's essentials, against a stack that runs somewhere. */
final class SmokeTest {
    static final String AFTER_LOGOUT = "GET user, logged out";

    private static final String CONTRACT = "the contract's answers";
    private static final String WITHOUT = "401 without a token";
    private static final String GARBAGE = "401 with garbage for a token";
    private static final String ENDED = "401 with a token that was logged out";
    private static final String INVALID = "Invalid token.";
    private static final String SLASHES = "paths with a slash at the end";
    private static final String PREFLIGHT = "preflight without credentials";
    private static final int NATIVE_LENGTH = new TokenFormat("", false)
            .create(UserIds.NOBODY, Randomness.NONE)
            .reveal()
            .length();

    private final Checks checks;
    private final CheckResults results;
    private final Latencies latencies;
    private final Secrets secrets;
    private final String scheme;
    private SmokeUser user;

    /** A token that the stack gave out. */
    private record Session(String token) {
        @Override
        public String toString() {
            return "a session";
        }
    }

    SmokeTest(
            Checks checks, CheckResults results, Latencies latencies, Secrets secrets, String scheme, SmokeUser user) {
        this.checks = checks;
        this.results = results;
        this.latencies = latencies;
        this.secrets = secrets;
        this.scheme = scheme;
        this.user = user;
        secrets.keep(user.password());
    }

    /**
     * Goes through everything, and leaves no session of the user behind.
     *
     * @param rounds how many logins, checks and logouts to measure
     */
    void run(int rounds) throws InterruptedException {
        try {
            Session session = begin();
            BigInteger id = examineUser(session);
            String key = examineTokens(session);
            examineRefusals(key, session, id);
            examineEndingAnother(session);
            examineLogout(session, key);
            examineLogoutAll();
            examinePassword();
            examineShapes(key);
            for (int i = 0; i < rounds; i++) {
                measure();
            }
            endSessions();
        } catch (CannotGoOnException e) {
            results.omit("everything after the last failure of the contract's answers");
        }
    }

    private Session begin() throws InterruptedException {
        if (!user.isNew()) {
            results.omit("registration and another password: the user was given");
            endSessions();
            return logIn();
        }
        ApiResponse response =
                checks.require(CONTRACT, ApiRequest.of(Endpoint.REGISTER).json(user.registration()), 201);
        ApiRequest again = ApiRequest.of(Endpoint.REGISTER).json(user.registration());
        checks.expect(CONTRACT, again.named("a name that is taken"), 400, has("username"));
        return session(response);
    }

    /** Leaves the user without sessions, those of earlier runs included. */
    private void endSessions() throws InterruptedException {
        checks.expect(CONTRACT, as(logIn(), ApiRequest.of(Endpoint.LOGOUTALL)), 204);
    }

    private BigInteger examineUser(Session session) throws InterruptedException {
        ApiResponse response = checks.expect(CONTRACT, as(session, ApiRequest.of(Endpoint.USER)), 200, answer -> {
            Map<String, Object> shown = answer.object();
            boolean isSame = user.username().equals(shown.get("username"))
                    && shown.get("email") instanceof String email
                    && (!user.isNew() || email.equals(user.email()))
                    && shown.get("id") instanceof BigInteger;
            return isSame ? "" : "is not the user who logged in";
        });
        ApiRequest other = ApiRequest.of(Endpoint.USER)
                .header("authorization", scheme.toLowerCase(Locale.ROOT) + " " + session.token);
        checks.expect(CONTRACT, other.named("header and scheme in lower case"), 200);
        checks.expect(SLASHES, as(session, ApiRequest.of(Endpoint.USER).slashed()), 200);
        return response.object().get("id") instanceof BigInteger id ? id : BigInteger.ONE;
    }

    /** Returns the session's token key. */
    private String examineTokens(Session session) throws InterruptedException {
        ApiResponse response = checks.expect(
                CONTRACT,
                as(session, ApiRequest.of(Endpoint.TOKENS)),
                200,
                answer -> currentKey(answer).isPresent() ? "" : "does not have the session that asked");
        return currentKey(response).orElse("0123456789abcdef");
    }

    private static Optional<String> currentKey(ApiResponse response) {
        List<String> keys = response.array().stream()
                .filter(session -> session instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("current")))
                .map(session -> String.valueOf(((Map<?, ?>) session).get("token_key")))
                .toList();
        return keys.size() == 1 ? Optional.of(keys.get(0)) : Optional.empty();
    }

    private void examineRefusals(String key, Session session, BigInteger id) throws InterruptedException {
        String missing = "Authentication credentials were not provided.";
        refuses(WITHOUT, key, request -> request, missing);
        refuses(WITHOUT, key, request -> authorized(request, "Basic c21va2U6c21va2U="), missing);
        refuses(GARBAGE, key, request -> authorized(request, scheme + " garbage"), INVALID);
        refuses(GARBAGE, key, request -> authorized(request, scheme + " " + invented(session, id)), INVALID);
        checks.expect(CONTRACT, as(session, ApiRequest.of(Endpoint.USER)).named("after all refusals"), 200);
    }

    /** A token as the stack itself would write it for this very user, but which it never gave out. */
    private String invented(Session session, BigInteger id) {
        int prefix = Math.max(0, session.token.length() - NATIVE_LENGTH);
        long user = Math.min(id.longValue(), TokenFormat.MAX_USER_ID);
        return new TokenFormat(session.token.substring(0, prefix), false)
                .create(user, Randomness.SECURE)
                .reveal();
    }

    /** Has a session end another one by its key. */
    private void examineEndingAnother(Session session) throws InterruptedException {
        Session other = logIn();
        String key = examineTokens(other);
        ApiRequest end = as(session, ApiRequest.of(Endpoint.TOKEN, key, Map.of()));
        checks.expect(CONTRACT, end, 204);
        refuses(ENDED, key, request -> as(other, request), INVALID);
        checks.expect(CONTRACT, end.named("once more"), 404, detail("Not found."));
    }

    private void examineLogout(Session session, String key) throws InterruptedException {
        checks.expect(CONTRACT, as(session, ApiRequest.of(Endpoint.LOGOUT)), 204);
        refuses(ENDED, key, request -> as(session, request), INVALID);
    }

    private void examineLogoutAll() throws InterruptedException {
        Session first = logIn();
        Session second = logIn();
        String key = examineTokens(first);
        checks.expect(CONTRACT, as(first, ApiRequest.of(Endpoint.LOGOUTALL)), 204);
        refuses(ENDED, key, request -> as(first, request), INVALID);
        refuses(ENDED, key, request -> as(second, request), INVALID);
    }

    private void examinePassword() throws InterruptedException {
        Session session = logIn();
        Session other = logIn();
        String key = examineTokens(other);
        SmokeUser next = user.withNextPassword();
        secrets.keep(next.password());
        ApiRequest wrong = change("not the password", next.password());
        checks.expect(CONTRACT, as(session, wrong).named("with a wrong one"), 400, has("current_password"));
        ApiResponse changed = checks.expect(CONTRACT, as(session, change(user.password(), next.password())), 204);
        refuses(ENDED, key, request -> as(other, request), INVALID);
        checks.expect(
                CONTRACT, as(session, ApiRequest.of(Endpoint.USER)).named("by whoever changed the password"), 200);
        checks.expect(
                CONTRACT, as(session, ApiRequest.of(Endpoint.LOGOUT)).named("by whoever changed the password"), 204);
        if (user.isNew()) {
            ApiRequest old = ApiRequest.of(Endpoint.LOGIN).json(user.credentials());
            checks.expect(CONTRACT, old.named("with the old password"), 400);
        }
        user = changed.status() == 204 ? next : user;
    }

    private static ApiRequest change(String current, String next) {
        return ApiRequest.of(Endpoint.PASSWORD).json(Map.of("current_password", current, "new_password", next));
    }

    private void examineShapes(String key) throws InterruptedException {
        Function<ApiResponse, String> notFound = detail("Not found.");
        checks.expect(CONTRACT, ApiRequest.of("GET", "nowhere"), 404, notFound);
        ApiRequest authorized = authorized(ApiRequest.of("GET", "nowhere"), scheme + " garbage");
        checks.expect(CONTRACT, authorized.named("with an Authorization header"), 404, notFound);
        for (Endpoint endpoint : List.of(Endpoint.LOGIN, Endpoint.REGISTER)) {
            ApiRequest wrong = ApiRequest.of("GET", endpoint.path(""));
            checks.expect(CONTRACT, wrong, 405, detail("Method \"GET\" not allowed."));
            checks.expect(SLASHES, wrong.slashed(), 405);
            ApiRequest form = ApiRequest.of(endpoint).body("text/plain", "username=smoke");
            checks.expect(CONTRACT, form.named("text/plain"), 415, has("detail"));
        }
        ApiRequest malformed = ApiRequest.of(Endpoint.LOGIN).body("application/json", "{");
        checks.expect(CONTRACT, malformed.named("half a JSON object"), 400, has("detail"));
        for (Endpoint endpoint : Endpoint.values()) {
            ApiRequest options = ApiRequest.of("OPTIONS", endpoint.path(key))
                    .header("Origin", "https://app.example.com")
                    .header("Access-Control-Request-Method", endpoint.method())
                    .header("Access-Control-Request-Headers", "authorization, content-type");
            checks.examine(PREFLIGHT, options.named("for " + endpoint.method()), allows(endpoint.method()));
        }
    }

    private static Function<ApiResponse, String> allows(String method) {
        return response -> {
            if (response.status() != 200 && response.status() != 204) {
                return response.status() + " instead of 200 or 204";
            }
            List<String> headers = list(response.header("Access-Control-Allow-Headers"));
            return list(response.header("Access-Control-Allow-Methods")).contains(method.toLowerCase(Locale.ROOT))
                            && headers.containsAll(List.of("authorization", "content-type"))
                    ? ""
                    : "does not allow " + method + " with Authorization and Content-Type";
        };
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.toLowerCase(Locale.ROOT).split(",", -1))
                .map(String::strip)
                .toList();
    }

    private void measure() throws InterruptedException {
        ApiResponse opened =
                checks.expect(CONTRACT, ApiRequest.of(Endpoint.LOGIN).json(user.credentials()), 200);
        Session session = session(opened);
        latencies.measured(Endpoint.LOGIN.toString(), opened.took());
        for (Endpoint endpoint : List.of(Endpoint.USER, Endpoint.TOKENS)) {
            ApiResponse response = checks.expect(CONTRACT, as(session, ApiRequest.of(endpoint)), 200);
            latencies.measured(endpoint.toString(), response.took());
        }
        ApiResponse ended = checks.expect(CONTRACT, as(session, ApiRequest.of(Endpoint.LOGOUT)), 204);
        latencies.measured(Endpoint.LOGOUT.toString(), ended.took());
        ApiResponse refused = checks.expect(ENDED, as(session, ApiRequest.of(Endpoint.USER)), 401, detail(INVALID));
        latencies.measured(AFTER_LOGOUT, refused.took());
    }

    /** Expects that every protected route, with and without a slash at its end, refuses in the same words. */
    private void refuses(String group, String key, UnaryOperator<ApiRequest> credentials, String detail)
            throws InterruptedException {
        Function<ApiResponse, String> says = detail(detail);
        Function<ApiResponse, String> problem =
                response -> response.header("WWW-Authenticate").equals(scheme)
                        ? says.apply(response)
                        : "has no header \"WWW-Authenticate: " + scheme + "\"";
        for (Endpoint endpoint : Endpoint.PROTECTED) {
            Map<String, String> body = endpoint == Endpoint.PASSWORD
                    ? Map.of("current_password", "not the password", "new_password", "nor this one")
                    : Map.of();
            ApiRequest request = credentials.apply(ApiRequest.of(endpoint, key, body));
            checks.expect(group, request, 401, problem);
            checks.expect(group, request.slashed(), 401, problem);
        }
    }

    private Session logIn() throws InterruptedException {
        return session(checks.require(CONTRACT, ApiRequest.of(Endpoint.LOGIN).json(user.credentials()), 200));
    }

    private Session session(ApiResponse response) {
        String token = secrets.keep(response.text("token"));
        if (token.isEmpty()) {
            throw new CannotGoOnException();
        }
        return new Session(token);
    }

    private ApiRequest as(Session session, ApiRequest request) {
        return authorized(request, scheme + " " + session.token);
    }

    private static ApiRequest authorized(ApiRequest request, String value) {
        return request.header("Authorization", value);
    }

    private static Function<ApiResponse, String> has(String... members) {
        return response -> response.object().keySet().containsAll(List.of(members))
                ? ""
                : "lacks one of " + String.join(", ", members);
    }

    private static Function<ApiResponse, String> detail(String text) {
        return response -> response.text("detail").equals(text) ? "" : "does not say \"" + text + "\"";
    }
}
