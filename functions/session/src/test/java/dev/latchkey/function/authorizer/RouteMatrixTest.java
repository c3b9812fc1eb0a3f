package dev.latchkey.function.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.account.CheckKey;
import dev.latchkey.account.CheckToken;
import dev.latchkey.config.Environment;
import dev.latchkey.config.Randomness;
import dev.latchkey.function.authorizer.StageOfRules.Asked;
import dev.latchkey.function.authorizer.StageOfRules.Form;
import dev.latchkey.function.authorizer.StageOfRules.Seen;
import dev.latchkey.json.Json;
import dev.latchkey.key.KeyIssuer;
import dev.latchkey.key.KeySettings;
import dev.latchkey.key.NewKey;
import dev.latchkey.key.Scopes;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.NewSession;
import dev.latchkey.session.Session;
import dev.latchkey.session.TokenIssuer;
import dev.latchkey.session.TokenSettings;
import dev.latchkey.store.InMemoryStores;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import dev.latchkey.user.UserIds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of route for every kind of caller, in every form of event, with a cache and without. */
class RouteMatrixTest {
    private static final Instant NOW = Instant.parse("2026-11-28T09:00:00Z");
    private static final Map<String, String> VARIABLES =
            Map.of("KEY_SCOPES", "orders.read,orders.write,orders,files.read,any.thing@role:staff");

    private static final Map<String, String> RULES = Map.of(
            "latchkey_1",
            "GET:/orders=orders.read,POST:/orders=orders.write,GET:/orders/:id=orders.read,"
                    + "ANY:/orders/:id=orders.write&role:staff,DELETE:/orders/:id=orders.write&fresh:600",
            "latchkey_2",
            "GET:/files/~path=files.read,ANY:/files/~path=deny,ANY:/admin=role:staff,"
                    + "GET:/admin/:id=role:staff&fresh:600,GET:/me=session,ANY:/public=any",
            "latchkey_3",
            "ANY:/order#5fitems/:item=orders.read&orders.write,GET:/Orders=deny,GET:/orders/=session",
            "latchkey_default",
            "deny");

    /** Who asks. */
    enum Caller {
        SESSION,
        STALE_SESSION,
        STAFF_SESSION,
        READ_KEY,
        WRITE_KEY,
        READ_WRITE_KEY,
        STAFF_WRITE_KEY,
        PREFIX_KEY,
        FILES_KEY,
        EMPTY_KEY,
        EXPIRED_KEY,
        REVOKED_KEY,
        DEACTIVATED_KEY,
        DEACTIVATED_SESSION,
        NONSENSE
    }

    private static final Set<Caller> NOBODY = Set.of(
            Caller.EXPIRED_KEY,
            Caller.REVOKED_KEY,
            Caller.DEACTIVATED_KEY,
            Caller.DEACTIVATED_SESSION,
            Caller.NONSENSE);
    private static final Set<Caller> SESSIONS = Set.of(Caller.SESSION, Caller.STALE_SESSION, Caller.STAFF_SESSION);
    private static final Set<Caller> FRESH = Set.of(Caller.SESSION, Caller.STAFF_SESSION);
    private static final Set<Caller> READERS = Set.of(Caller.READ_KEY, Caller.READ_WRITE_KEY);
    private static final Set<Caller> WRITERS = Set.of(Caller.WRITE_KEY, Caller.READ_WRITE_KEY, Caller.STAFF_WRITE_KEY);

    private final Environment environment = new Environment(VARIABLES, Clock.fixed(NOW, ZoneOffset.UTC));
    private final InMemoryStores stores = new InMemoryStores(environment);
    private final KeySettings settings =
            KeySettings.from(environment.variables()).orElseThrow();
    private final Map<Caller, String> tokens = new EnumMap<>(Caller.class);

    @BeforeEach
    void makeCallers() {
        User ada = user("ada", Set.of());
        User staff = user("staff", Set.of("staff"));
        User off = user("off", Set.of("staff"));
        tokens.put(Caller.SESSION, session(ada, NOW));
        tokens.put(Caller.STALE_SESSION, session(reload(ada), NOW.minus(Duration.ofMinutes(11))));
        tokens.put(Caller.STAFF_SESSION, session(staff, NOW));
        tokens.put(Caller.READ_KEY, key(ada, NOW, "orders.read"));
        tokens.put(Caller.WRITE_KEY, key(ada, NOW, "orders.write"));
        tokens.put(Caller.READ_WRITE_KEY, key(ada, NOW, "orders.read", "orders.write"));
        tokens.put(Caller.STAFF_WRITE_KEY, key(staff, NOW, "orders.write", "any.thing"));
        tokens.put(Caller.PREFIX_KEY, key(ada, NOW, "orders"));
        tokens.put(Caller.FILES_KEY, key(ada, NOW, "files.read"));
        tokens.put(Caller.EMPTY_KEY, key(ada, NOW, "any.thing"));
        tokens.put(Caller.EXPIRED_KEY, key(ada, NOW.minus(Duration.ofDays(2)), "orders.read", "orders.write"));
        NewKey revoked = issue(ada, NOW, "orders.read", "orders.write");
        stores.keys().create(reload(ada), revoked.key(), List.of());
        stores.keys().revoke(ada.id(), revoked.key().key());
        tokens.put(Caller.REVOKED_KEY, revoked.text().reveal());
        tokens.put(Caller.DEACTIVATED_KEY, key(off, NOW, "orders.read", "orders.write"));
        tokens.put(Caller.DEACTIVATED_SESSION, session(reload(off), NOW));
        tokens.put(Caller.NONSENSE, "nonsense");
        stores.users().setActive(off.id(), false);
    }

    /** What is expected of each route, written down apart from the rules. */
    private static boolean may(Caller caller, String method, String resource) {
        String asked = method.equals("HEAD") ? "GET" : method;
        boolean staff = caller == Caller.STAFF_SESSION;
        return switch (resource) {
            case "/orders" ->
                switch (asked) {
                    case "GET" -> SESSIONS.contains(caller) || READERS.contains(caller);
                    case "POST" -> SESSIONS.contains(caller) || WRITERS.contains(caller);
                    default -> false;
                };
            case "/orders/{id}" ->
                switch (asked) {
                    case "GET" -> SESSIONS.contains(caller) || READERS.contains(caller);
                    case "DELETE" -> FRESH.contains(caller);
                    default -> staff || caller == Caller.STAFF_WRITE_KEY;
                };
            case "/files/{path+}" -> asked.equals("GET") && (SESSIONS.contains(caller) || caller == Caller.FILES_KEY);
            case "/admin" -> staff;
            case "/admin/{id}" -> asked.equals("GET") && staff;
            case "/me", "/orders/" -> asked.equals("GET") && SESSIONS.contains(caller);
            case "/public" -> !NOBODY.contains(caller);
            case "/order_items/{item_id}" -> SESSIONS.contains(caller) || caller == Caller.READ_WRITE_KEY;
            default -> false;
        };
    }

    /** 80 routes: each method of each resource, of which some have a route of their own and some share one for ANY. */
    private static List<Asked> routes() {
        Map<String, String> paths = Map.ofEntries(
                Map.entry("/orders", "/orders"),
                Map.entry("/orders/", "/orders/"),
                Map.entry("/Orders", "/Orders"),
                Map.entry("/orders/{id}", "/orders/5"),
                Map.entry("/orders/{id}/lines", "/orders/5/lines"),
                Map.entry("/orders/{id+}", "/orders/5%2F6"),
                Map.entry("/files/{path+}", "/files/a/b%2Fc"),
                Map.entry("/files", "/files"),
                Map.entry("/{proxy+}", "/orders/5/"),
                Map.entry("/{proxy}", "/ORDERS"),
                Map.entry("/admin", "/admin"),
                Map.entry("/admin/{id}", "/admin/7"),
                Map.entry("/me", "/me"),
                Map.entry("/public", "/public"),
                Map.entry("/order_items/{item_id}", "/order_items/9"),
                Map.entry("/", "/"));
        List<Asked> routes = new ArrayList<>();
        paths.forEach((resource, path) -> {
            for (String method : List.of("GET", "HEAD", "POST", "DELETE", "PATCH")) {
                boolean shared = method.equals("PATCH") || resource.length() % 2 == 0;
                routes.add(new Asked(method, shared ? "ANY" : method, resource, path));
            }
        });
        return routes;
    }

    @Test
    void everyRouteForEveryCallerInEveryForm() throws Exception {
        int cases = 0;
        for (Form form : Form.values()) {
            for (boolean caches : List.of(false, true)) {
                for (Asked route : routes()) {
                    for (Caller caller : Caller.values()) {
                        Seen seen = stage(form, caches, RULES).ask(route, token(caller));
                        assertThat(seen)
                                .as("%s %s cache=%s %s", form, route, caches, caller)
                                .isEqualTo(expected(form, route, caller));
                        cases++;
                    }
                }
            }
        }
        assertThat(cases).isGreaterThan(2_000);
    }

    private static Seen expected(Form form, Asked route, Caller caller) {
        if (NOBODY.contains(caller)) {
            return form == Form.REST ? Seen.UNAUTHENTICATED : Seen.FORBIDDEN;
        }
        return may(caller, route.method(), route.resource()) ? Seen.PASSED : Seen.FORBIDDEN;
    }

    /** What a cached answer for one route lets pass, the rule of the other lets pass too: it fails closed, if at all. */
    @Test
    void aCachedAnswerOpensNoOtherRoute() throws Exception {
        int passed = 0;
        for (Form form : Form.values()) {
            for (Caller caller : Caller.values()) {
                for (Asked first : routes()) {
                    StageOfRules stage = stage(form, true, RULES);
                    stage.ask(first, token(caller));
                    for (Asked second : routes()) {
                        if (stage.ask(second, token(caller)) == Seen.PASSED) {
                            assertThat(may(caller, second.method(), second.resource()))
                                    .as("%s %s after %s, %s", form, second, first, caller)
                                    .isTrue();
                            passed++;
                        }
                    }
                }
            }
        }
        assertThat(passed).isPositive();
    }

    /** IAM would read the policy's own ARN as a pattern for other routes. */
    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"REST", "HTTP_1"})
    void aPathThatIsAPatternIsRefused(Form form) throws Exception {
        for (String path : List.of("/orders/*", "/orders/a?c", "/orders/${aws:username}", "/orders/$")) {
            StageOfRules stage = stage(form, true, RULES);
            assertThat(stage.ask(new Asked("GET", "GET", "/orders/{id}", path), token(Caller.READ_KEY)))
                    .as(path)
                    .isEqualTo(Seen.FORBIDDEN);
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatIsMalformedClosesTheStage(Form form) throws Exception {
        Asked me = new Asked("GET", "GET", "/me", "/me");
        Map<String, String> malformed = Map.of("latchkey_1", "GET:/me=session,GET/you=session");
        assertThat(stage(form, false, malformed).ask(me, token(Caller.SESSION))).isEqualTo(Seen.FORBIDDEN);
        assertThat(stage(form, false, Map.of("latchkey_1", "GET:/me=session")).ask(me, token(Caller.SESSION)))
                .isEqualTo(Seen.PASSED);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aStageWithoutRulesTakesSessionsAndNoKey(Form form) throws Exception {
        Asked me = new Asked("GET", "GET", "/me", "/me");
        assertThat(stage(form, false, Map.of()).ask(me, token(Caller.SESSION))).isEqualTo(Seen.PASSED);
        assertThat(stage(form, false, Map.of("other", "x")).ask(me, token(Caller.READ_KEY)))
                .isEqualTo(Seen.FORBIDDEN);
        assertThat(stage(form, false, Map.of()).ask(me, token(Caller.NONSENSE))).isEqualTo(Seen.FORBIDDEN);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whereRulesAreRequiredAStageWithoutADefaultIsClosed(Form form) throws Exception {
        Asked me = new Asked("GET", "GET", "/me", "/me");
        AuthorizerFunction strict = function(Map.of("RULES_REQUIRED", "true"));
        assertThat(new StageOfRules(form, false, Map.of(), strict).ask(me, token(Caller.SESSION)))
                .isEqualTo(Seen.FORBIDDEN);
        assertThat(new StageOfRules(form, false, Map.of("latchkey_1", "GET:/me=session"), strict)
                        .ask(me, token(Caller.SESSION)))
                .isEqualTo(Seen.FORBIDDEN);
        assertThat(new StageOfRules(
                                form,
                                false,
                                Map.of("latchkey_1", "GET:/me=session", "latchkey_default", "deny"),
                                strict)
                        .ask(me, token(Caller.SESSION)))
                .isEqualTo(Seen.PASSED);
    }

    /** All routes ask for the same: one answer may serve them all, as on Latchkey's own stage. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void aDefaultAloneIsAnsweredForTheWholeStage(Form form) throws Exception {
        StageOfRules stage = stage(form, true, Map.of("latchkey_default", "any"));
        for (Asked route : routes()) {
            assertThat(stage.ask(route, token(Caller.EMPTY_KEY))).isEqualTo(Seen.PASSED);
            assertThat(stage.ask(route, token(Caller.SESSION))).isEqualTo(Seen.PASSED);
            assertThat(stage.ask(route, token(Caller.REVOKED_KEY))).isEqualTo(Seen.FORBIDDEN);
        }
    }

    /** API Gateway caches a simple answer for the identity sources, whatever route is asked for next. */
    @Test
    void aSimpleAnswerWithoutTheRouteAmongItsSourcesIsNo() throws Exception {
        String event =
                "{\"version\":\"2.0\",\"type\":\"REQUEST\",\"routeArn\":\"arn:aws:execute-api:r:1:a/$default/%s/me\","
                        + "\"routeKey\":\"%s /me\",\"identitySource\":%s,\"headers\":{\"authorization\":\"Token "
                        + token(Caller.SESSION) + "\"},\"requestContext\":{\"http\":{\"method\":\"GET\"}},"
                        + "\"stageVariables\":{\"latchkey_1\":\"ANY:/me=session\"}}";
        assertThat(isAuthorized(event.formatted("GET", "GET", "[\"Token x\"]"))).isFalse();
        assertThat(isAuthorized(event.formatted("GET", "GET", "null"))).isFalse();
        assertThat(isAuthorized(event.formatted("GET", "GET", "[\"Token x\",\"GET /me\"]")))
                .isTrue();
        assertThat(isAuthorized(event.formatted("GET", "ANY", "[\"Token x\",\"ANY /me\"]")))
                .isFalse();
        assertThat(isAuthorized(event.formatted("GET", "ANY", "[\"Token x\",\"ANY /me\",\"GET\"]")))
                .isTrue();
    }

    @Test
    void aTokenAuthorizerIsToldOfNoVariablesAndTakesNoKey() throws Exception {
        String event = "{\"type\":\"TOKEN\",\"authorizationToken\":\"Token %s\","
                + "\"methodArn\":\"arn:aws:execute-api:r:1:a/prod/GET/me\"}";
        assertThat(answer(event.formatted(token(Caller.READ_KEY)))).contains("\"Deny\"", "You do not have permission");
        assertThat(answer(event.formatted(token(Caller.SESSION)))).contains("\"Allow\"");
    }

    @Test
    void handsOnWhatAKeyMayDoAndWhatItsUserIs() throws Exception {
        String event = "{\"type\":\"REQUEST\",\"headers\":{\"Authorization\":\"Token %s\"},\"httpMethod\":\"GET\","
                + "\"resource\":\"/me\",\"methodArn\":\"arn:aws:execute-api:r:1:a/prod/GET/me\","
                + "\"stageVariables\":{\"latchkey_default\":\"any\"}}";
        assertThat(answer(event.formatted(token(Caller.STAFF_WRITE_KEY))))
                .contains("\"credential\":\"key\"", "\"scopes\":\"any.thing orders.write\"", "\"roles\":\"staff\"");
        assertThat(answer(event.formatted(token(Caller.STAFF_SESSION))))
                .contains("\"credential\":\"session\"", "\"scopes\":\"\"", "\"roles\":\"staff\"");
        assertThatThrownBy(() -> answer(event.formatted(token(Caller.NONSENSE)).replace("\"any\"", "\"session\"")))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessage("Unauthorized");
    }

    private boolean isAuthorized(String event) throws Exception {
        return Boolean.TRUE.equals(Json.object(Json.read(answer(event))).get("isAuthorized"));
    }

    private String answer(String event) throws Exception {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        function(Map.of()).serve(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, null);
        return output.toString(StandardCharsets.UTF_8);
    }

    private StageOfRules stage(Form form, boolean caches, Map<String, String> rules) {
        return new StageOfRules(form, caches, rules, function(Map.of()));
    }

    private AuthorizerFunction function(Map<String, String> variables) {
        CheckKey keys = new CheckKey(stores.keys(), settings, environment::now);
        TokenSettings tokenSettings = TokenSettings.from(environment.variables());
        CheckToken check = new CheckToken(stores.sessions(), tokenSettings, keys, environment::now);
        return new AuthorizerFunction(new Environment(variables, Clock.fixed(NOW, ZoneOffset.UTC)), check);
    }

    private String token(Caller caller) {
        return tokens.getOrDefault(caller, "");
    }

    private User user(String name, Set<String> roles) {
        User user = User.registered(UserIds.random(Randomness.SECURE), name, "", null, NOW.minus(Duration.ofDays(9)))
                .with(Security.ofNewUser(Randomness.SECURE).withRoles(roles));
        stores.users().create(user, name, null);
        return user;
    }

    private User reload(User user) {
        return stores.users().find(user.id()).orElseThrow();
    }

    private String session(User user, Instant proved) {
        NewSession made = new TokenIssuer(environment)
                .issue(user, Session.Client.UNKNOWN, Authentication.byPassword(proved), NOW);
        stores.sessions().open(user, made.session(), null, null);
        return made.token().reveal();
    }

    private String key(User user, Instant made, String... scopes) {
        NewKey key = issue(user, made, scopes);
        assertThat(stores.keys().create(reload(user), key.key(), List.of())).isTrue();
        return key.text().reveal();
    }

    private NewKey issue(User user, Instant made, String... scopes) {
        return new KeyIssuer(settings, Randomness.SECURE)
                .issue(user, "n", Scopes.of(List.of(scopes)), made.plus(Duration.ofDays(1)), made);
    }
}
