package dev.latchkey.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.key.Scopes;
import dev.latchkey.session.Authentication;
import dev.latchkey.session.Session;
import dev.latchkey.token.TokenDigest;
import dev.latchkey.user.Factor;
import dev.latchkey.user.Security;
import dev.latchkey.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-28T09:00:00Z");
    private static final Scopes READ = Scopes.of(List.of("orders.read"));

    @Test
    void aStageWithoutOurVariablesHasNoRules() {
        assertThat(RouteRules.of(Map.of())).isEmpty();
        assertThat(RouteRules.of(Map.of("stage", "prod", "latchkey", "x"))).isEmpty();
    }

    @Test
    void theMethodComesBeforeEveryMethodAndThatBeforeTheDefault() {
        RouteRules rules = RouteRules.of(Map.of(
                        "latchkey_1", "GET:/orders/:id=orders.read,ANY:/orders/:id=orders.write",
                        "latchkey_2", "POST:/files/~path=session",
                        "latchkey_default", "deny"))
                .orElseThrow();
        assertThat(keyMay(rules, "GET", "/orders/{id}")).isTrue();
        assertThat(keyMay(rules, "GET", "/orders/{another}")).isTrue();
        assertThat(keyMay(rules, "HEAD", "/orders/{id}")).isTrue();
        assertThat(keyMay(rules, "POST", "/orders/{id}")).isFalse();
        assertThat(keyMay(rules, "GET", "/orders")).isFalse();
        assertThat(keyMay(rules, "GET", "/orders/:id")).isFalse();
        assertThat(keyMay(rules, "GET", "/orders/{id+}")).isFalse();
        assertThat(keyMay(rules, "GET", "/Orders/{id}")).isFalse();
        assertThat(sessionMay(rules, "POST", "/files/{path+}")).isTrue();
        assertThat(sessionMay(rules, "GET", "/files/{path+}")).isFalse();
        assertThat(rules.isUniform()).isFalse();
    }

    @Test
    void aRouteWithoutARuleIsClosedWhereThereIsNoDefault() {
        RouteRules rules = rules("GET:/a=session");
        assertThat(rules.hasDefault()).isFalse();
        assertThat(rules.of("GET", RoutePath.ofResource("/b"))).isEmpty();
    }

    @Test
    void whatVariablesDoNotTakeIsEscaped() {
        RouteRules rules = rules("GET:/order#5fitems/:item=a#5fb");
        assertThat(rules.of("GET", RoutePath.ofResource("/order_items/{item_id}"))
                        .filter(rule -> rule.admits(user(), Scopes.of(List.of("a_b")))))
                .isPresent();
        assertThat(RoutePath.encoded("order_items+\u00e4")).isEqualTo("order#5fitems#2b#e4");
        assertThat(RoutePath.decoded("order#5fitems")).isEqualTo("order_items");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "GET:/a",
                "GET:/a=",
                "GET:a=session",
                "GET:=session",
                "get:/a=session",
                "HEAD:/a=session",
                "TRACE:/a=session",
                "/a=session",
                "GET:/a=session,",
                "GET:/a=session,GET:/a=deny",
                "GET:/:a=x,GET:/:b=y",
                "GET:/a=Session",
                "GET:/a=a&&b",
                "GET:/a=a&a",
                "GET:/a=deny&a",
                "GET:/a=any&a",
                "GET:/a=role:",
                "GET:/a=role:A",
                "GET:/a=fresh:",
                "GET:/a=fresh:0",
                "GET:/a=fresh:010",
                "GET:/a=fresh:86401",
                "GET:/a=fresh:60&fresh:70",
                "GET:/~a/b=session",
                "GET:/:/b=session",
                "GET:/a b=session",
                "GET:/a*=session",
                "GET:/a#5=session",
                "GET:/a#zz=session",
                "GET:/a_b=session"
            })
    void whatIsNotUnderstoodClosesTheStage(String text) {
        RouteRules rules = RouteRules.of(Map.of("latchkey_1", text, "latchkey_default", "any"))
                .orElseThrow();
        assertThat(rules.isMalformed()).isTrue();
        assertThat(rules.isOpen()).isFalse();
        assertThat(rules.of("GET", RoutePath.ofResource("/b"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "latchkey_2,GET:/a=session",
        "latchkey_defualt,session",
        "latchkey_01,GET:/a=session",
        "latchkey_default,Open"
    })
    void aVariableThatIsMissingOrMisspeltClosesTheStage(String name, String value) {
        assertThat(RouteRules.of(Map.of(name, value)).orElseThrow().isMalformed())
                .isTrue();
    }

    @Test
    void scopesAreComparedWhole() {
        Rule rule = Rule.of("orders.read").orElseThrow();
        assertThat(rule.admits(user(), READ)).isTrue();
        assertThat(rule.admits(user(), Scopes.of(List.of("orders", "orders.rea", "orders.read.all"))))
                .isFalse();
        Rule both = Rule.of("orders.read&orders.write").orElseThrow();
        assertThat(both.admits(user(), READ)).isFalse();
        assertThat(both.admits(user(), Scopes.of(List.of("orders.read", "orders.write"))))
                .isTrue();
    }

    @Test
    void aRoleIsAskedOfEverybodyAndLetsNoKeyInAlone() {
        Rule rule = Rule.of("orders.read&role:staff").orElseThrow();
        assertThat(rule.admits(user(), READ)).isFalse();
        assertThat(rule.admits(user(), session(null), NOW)).isFalse();
        assertThat(rule.admits(user("staff"), READ)).isTrue();
        assertThat(rule.admits(user("staff"), session(null), NOW)).isTrue();
        Rule role = Rule.of("role:staff").orElseThrow();
        assertThat(role.admits(user("staff"), READ)).isFalse();
        assertThat(role.admits(user("staff", "other"), session(null), NOW)).isTrue();
    }

    @Test
    void aFreshProofIsASessionsOwn() {
        Rule rule = Rule.of("orders.read&fresh:60").orElseThrow();
        Session fresh = session(Authentication.byPassword(NOW.minusSeconds(59)));
        Session stale = session(Authentication.byPassword(NOW.minusSeconds(60)));
        assertThat(rule.admits(user(), fresh, NOW)).isTrue();
        assertThat(rule.admits(user(), stale, NOW)).isFalse();
        assertThat(rule.admits(user(), session(null), NOW)).isFalse();
        assertThat(rule.admits(user(), READ)).isFalse();
        User withApp = user().with(user().security().with(Factor.APP));
        assertThat(rule.admits(withApp, fresh, NOW)).isFalse();
        assertThat(rule.admits(withApp, session(Authentication.byCode(NOW)), NOW))
                .isTrue();
    }

    @Test
    void sessionsMayUseEveryScopeAndDenyHoldsForAll() {
        assertThat(Rule.of("orders.read").orElseThrow().admits(user(), session(null), NOW))
                .isTrue();
        assertThat(Rule.of("session").orElseThrow().admits(user(), READ)).isFalse();
        assertThat(Rule.of("any").orElseThrow().admits(user(), Scopes.NONE)).isTrue();
        assertThat(Rule.of("deny").orElseThrow().admits(user(), READ)).isFalse();
        assertThat(Rule.of("deny").orElseThrow().admits(user(), session(null), NOW))
                .isFalse();
        assertThat(Rule.of("orders.read&session").orElseThrow().admits(user(), READ))
                .isFalse();
    }

    @Test
    void aDefaultAloneIsTheSameForEveryRoute() {
        RouteRules open = RouteRules.of(Map.of("latchkey_default", "any")).orElseThrow();
        assertThat(open.isUniform()).isTrue();
        assertThat(open.isOpen()).isTrue();
        assertThat(RouteRules.of(Map.of("latchkey_default", "session"))
                        .orElseThrow()
                        .isOpen())
                .isFalse();
    }

    private static RouteRules rules(String text) {
        RouteRules rules = RouteRules.of(Map.of("latchkey_1", text)).orElseThrow();
        assertThat(rules.isMalformed()).isFalse();
        return rules;
    }

    private static boolean keyMay(RouteRules rules, String method, String resource) {
        Optional<Rule> rule = rules.of(method, RoutePath.ofResource(resource));
        return rule.filter(found -> found.admits(user(), READ)).isPresent();
    }

    private static boolean sessionMay(RouteRules rules, String method, String resource) {
        Optional<Rule> rule = rules.of(method, RoutePath.ofResource(resource));
        return rule.filter(found -> found.admits(user(), session(null), NOW)).isPresent();
    }

    private static User user(String... roles) {
        return User.registered(7, "ada", "", null, NOW).with(Security.INITIAL.withRoles(Set.of(roles)));
    }

    private static Session session(@Nullable Authentication proved) {
        return new Session(7, TokenDigest.stored(new byte[32]), 1, NOW, null, null, Session.Client.UNKNOWN, proved);
    }
}
