package dev.latchkey.local.smoke;

import dev.latchkey.token.TokenFormat;
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
    private static final int NATIVE_LENGTH =
            new TokenFormat("", false).ofNobody().reveal().length();

    private final Examiner examiner;
    private final Findings findings;
    private final Latencies latencies;
    private final Secrets secrets;
    private final String scheme;
    private Account account;

    /** A token that the stack gave out. */
    private record Session(String token) {
        @Override
        public String toString() {
            return "a session";
        }
    }

    SmokeTest(
            Examiner examiner,
            Findings findings,
            Latencies latencies,
            Secrets secrets,
            String scheme,
            Account account) {
        this.examiner = examiner;
        this.findings = findings;
        this.latencies = latencies;
        this.secrets = secrets;
        this.scheme = scheme;
        this.account = account;
        secrets.keep(account.password());
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
        } catch (Stopped e) {
            findings.omit("everything after the last failure of the contract's answers");
        }
    }

    private Session begin() throws InterruptedException {
        if (!account.isNew()) {
            findings.omit("registration and another password: the user was given");
            endSessions();
            return logIn();
        }
        Reply reply = examiner.require(CONTRACT, Call.of(Endpoint.REGISTER).json(account.registration()), 201);
        Call again = Call.of(Endpoint.REGISTER).json(account.registration());
        examiner.expect(CONTRACT, again.named("a name that is taken"), 400, has("username"));
        return session(reply);
    }

    /** Leaves the user without sessions, those of earlier runs included. */
    private void endSessions() throws InterruptedException {
        examiner.expect(CONTRACT, as(logIn(), Call.of(Endpoint.LOGOUTALL)), 204);
    }

    private BigInteger examineUser(Session session) throws InterruptedException {
        Reply reply = examiner.expect(CONTRACT, as(session, Call.of(Endpoint.USER)), 200, answer -> {
            Map<String, Object> user = answer.object();
            boolean isSame = account.username().equals(user.get("username"))
                    && user.get("email") instanceof String email
                    && (!account.isNew() || email.equals(account.email()))
                    && user.get("id") instanceof BigInteger;
            return isSame ? "" : "is not the user who logged in";
        });
        Call other =
                Call.of(Endpoint.USER).header("authorization", scheme.toLowerCase(Locale.ROOT) + " " + session.token);
        examiner.expect(CONTRACT, other.named("header and scheme in lower case"), 200);
        examiner.expect(SLASHES, as(session, Call.of(Endpoint.USER).slashed()), 200);
        return reply.object().get("id") instanceof BigInteger id ? id : BigInteger.ONE;
    }

    /** Returns the session's token key. */
    private String examineTokens(Session session) throws InterruptedException {
        Reply reply = examiner.expect(
                CONTRACT,
                as(session, Call.of(Endpoint.TOKENS)),
                200,
                answer -> currentKey(answer).isPresent() ? "" : "does not have the session that asked");
        return currentKey(reply).orElse("0123456789abcdef");
    }

    private static Optional<String> currentKey(Reply reply) {
        List<String> keys = reply.array().stream()
                .filter(session -> session instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("current")))
                .map(session -> String.valueOf(((Map<?, ?>) session).get("token_key")))
                .toList();
        return keys.size() == 1 ? Optional.of(keys.get(0)) : Optional.empty();
    }

    private void examineRefusals(String key, Session session, BigInteger id) throws InterruptedException {
        String missing = "Authentication credentials were not provided.";
        refuses(WITHOUT, key, call -> call, missing);
        refuses(WITHOUT, key, call -> authorized(call, "Basic c21va2U6c21va2U="), missing);
        refuses(GARBAGE, key, call -> authorized(call, scheme + " garbage"), INVALID);
        refuses(GARBAGE, key, call -> authorized(call, scheme + " " + invented(session, id)), INVALID);
        examiner.expect(CONTRACT, as(session, Call.of(Endpoint.USER)).named("after all refusals"), 200);
    }

    /** A token as the stack itself would write it for this very user, but which it never gave out. */
    private String invented(Session session, BigInteger id) {
        int prefix = Math.max(0, session.token.length() - NATIVE_LENGTH);
        long user = Math.min(id.longValue(), TokenFormat.MAX_USER_ID);
        return new TokenFormat(session.token.substring(0, prefix), false)
                .create(user)
                .reveal();
    }

    /** Has a session end another one by its key. */
    private void examineEndingAnother(Session session) throws InterruptedException {
        Session other = logIn();
        String key = examineTokens(other);
        Call end = as(session, Call.of(Endpoint.TOKEN, key, Map.of()));
        examiner.expect(CONTRACT, end, 204);
        refuses(ENDED, key, call -> as(other, call), INVALID);
        examiner.expect(CONTRACT, end.named("once more"), 404, detail("Not found."));
    }

    private void examineLogout(Session session, String key) throws InterruptedException {
        examiner.expect(CONTRACT, as(session, Call.of(Endpoint.LOGOUT)), 204);
        refuses(ENDED, key, call -> as(session, call), INVALID);
    }

    private void examineLogoutAll() throws InterruptedException {
        Session first = logIn();
        Session second = logIn();
        String key = examineTokens(first);
        examiner.expect(CONTRACT, as(first, Call.of(Endpoint.LOGOUTALL)), 204);
        refuses(ENDED, key, call -> as(first, call), INVALID);
        refuses(ENDED, key, call -> as(second, call), INVALID);
    }

    private void examinePassword() throws InterruptedException {
        Session session = logIn();
        Session other = logIn();
        String key = examineTokens(other);
        Account next = account.withNextPassword();
        secrets.keep(next.password());
        Call wrong = change("not the password", next.password());
        examiner.expect(CONTRACT, as(session, wrong).named("with a wrong one"), 400, has("current_password"));
        Reply changed = examiner.expect(CONTRACT, as(session, change(account.password(), next.password())), 204);
        refuses(ENDED, key, call -> as(other, call), INVALID);
        examiner.expect(CONTRACT, as(session, Call.of(Endpoint.USER)).named("by whoever changed the password"), 200);
        examiner.expect(CONTRACT, as(session, Call.of(Endpoint.LOGOUT)).named("by whoever changed the password"), 204);
        if (account.isNew()) {
            Call old = Call.of(Endpoint.LOGIN).json(account.credentials());
            examiner.expect(CONTRACT, old.named("with the old password"), 400);
        }
        account = changed.status() == 204 ? next : account;
    }

    private static Call change(String current, String next) {
        return Call.of(Endpoint.PASSWORD).json(Map.of("current_password", current, "new_password", next));
    }

    private void examineShapes(String key) throws InterruptedException {
        Function<Reply, String> notFound = detail("Not found.");
        examiner.expect(CONTRACT, Call.of("GET", "nowhere"), 404, notFound);
        Call authorized = authorized(Call.of("GET", "nowhere"), scheme + " garbage");
        examiner.expect(CONTRACT, authorized.named("with an Authorization header"), 404, notFound);
        for (Endpoint endpoint : List.of(Endpoint.LOGIN, Endpoint.REGISTER)) {
            Call wrong = Call.of("GET", endpoint.path(""));
            examiner.expect(CONTRACT, wrong, 405, detail("Method \"GET\" not allowed."));
            examiner.expect(SLASHES, wrong.slashed(), 405);
            Call form = Call.of(endpoint).body("text/plain", "username=smoke");
            examiner.expect(CONTRACT, form.named("text/plain"), 415, has("detail"));
        }
        Call malformed = Call.of(Endpoint.LOGIN).body("application/json", "{");
        examiner.expect(CONTRACT, malformed.named("half a JSON object"), 400, has("detail"));
        for (Endpoint endpoint : Endpoint.values()) {
            Call options = Call.of("OPTIONS", endpoint.path(key))
                    .header("Origin", "https://app.example.com")
                    .header("Access-Control-Request-Method", endpoint.method())
                    .header("Access-Control-Request-Headers", "authorization, content-type");
            examiner.examine(PREFLIGHT, options.named("for " + endpoint.method()), allows(endpoint.method()));
        }
    }

    private static Function<Reply, String> allows(String method) {
        return reply -> {
            if (reply.status() != 200 && reply.status() != 204) {
                return reply.status() + " instead of 200 or 204";
            }
            List<String> headers = list(reply.header("Access-Control-Allow-Headers"));
            return list(reply.header("Access-Control-Allow-Methods")).contains(method.toLowerCase(Locale.ROOT))
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
        Reply opened = examiner.expect(CONTRACT, Call.of(Endpoint.LOGIN).json(account.credentials()), 200);
        Session session = session(opened);
        latencies.measured(Endpoint.LOGIN.toString(), opened.took());
        for (Endpoint endpoint : List.of(Endpoint.USER, Endpoint.TOKENS)) {
            Reply reply = examiner.expect(CONTRACT, as(session, Call.of(endpoint)), 200);
            latencies.measured(endpoint.toString(), reply.took());
        }
        Reply ended = examiner.expect(CONTRACT, as(session, Call.of(Endpoint.LOGOUT)), 204);
        latencies.measured(Endpoint.LOGOUT.toString(), ended.took());
        Reply refused = examiner.expect(ENDED, as(session, Call.of(Endpoint.USER)), 401, detail(INVALID));
        latencies.measured(AFTER_LOGOUT, refused.took());
    }

    /** Expects that every protected route, with and without a slash at its end, refuses in the same words. */
    private void refuses(String group, String key, UnaryOperator<Call> credentials, String detail)
            throws InterruptedException {
        Function<Reply, String> says = detail(detail);
        Function<Reply, String> problem =
                reply -> reply.header("WWW-Authenticate").equals(scheme)
                        ? says.apply(reply)
                        : "has no header \"WWW-Authenticate: " + scheme + "\"";
        for (Endpoint endpoint : Endpoint.PROTECTED) {
            Map<String, String> body = endpoint == Endpoint.PASSWORD
                    ? Map.of("current_password", "not the password", "new_password", "nor this one")
                    : Map.of();
            Call call = credentials.apply(Call.of(endpoint, key, body));
            examiner.expect(group, call, 401, problem);
            examiner.expect(group, call.slashed(), 401, problem);
        }
    }

    private Session logIn() throws InterruptedException {
        return session(examiner.require(CONTRACT, Call.of(Endpoint.LOGIN).json(account.credentials()), 200));
    }

    private Session session(Reply reply) {
        String token = secrets.keep(reply.text("token"));
        if (token.isEmpty()) {
            throw new Stopped();
        }
        return new Session(token);
    }

    private Call as(Session session, Call call) {
        return authorized(call, scheme + " " + session.token);
    }

    private static Call authorized(Call call, String value) {
        return call.header("Authorization", value);
    }

    private static Function<Reply, String> has(String... members) {
        return reply -> reply.object().keySet().containsAll(List.of(members))
                ? ""
                : "lacks one of " + String.join(", ", members);
    }

    private static Function<Reply, String> detail(String text) {
        return reply -> reply.text("detail").equals(text) ? "" : "does not say \"" + text + "\"";
    }
}
