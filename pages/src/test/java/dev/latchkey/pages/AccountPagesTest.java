package dev.latchkey.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.Variables;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountPagesTest {
    private static final Pattern ASKED_FOR = Pattern.compile("(?:href|src)=\"account/([^\"]+)\"");
    private static final Pattern TEXT = Pattern.compile("(?m)^ {2}'?([A-Za-z0-9.-]+)'?: ");

    private final AccountPages pages = new AccountPages(new Variables(Map.of()));

    @Test
    void thePageAsksForFilesThatAreThereAndAreKeptForGood() {
        List<String> asked = ASKED_FOR
                .matcher(text(AccountPages.PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(asked).hasSize(3).allSatisfy(name -> {
            PageFile file = pages.find(name).orElseThrow();
            assertThat(name).contains("-" + file.digest() + ".");
            assertThat(file.headers()).containsEntry("Cache-Control", "public, max-age=31536000, immutable");
        });
    }

    @Test
    void aFileOfAnotherVersionIsThePresentOneAndIsAskedForAgain() {
        PageFile file = pages.find("app-0123456789abcdef.js").orElseThrow();
        assertThat(file.text()).isEqualTo(text("app.js"));
        assertThat(file.headers())
                .containsEntry("Cache-Control", "no-cache")
                .containsEntry("ETag", "W/\"" + file.digest() + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'',         text/html; charset=utf-8",
        "app.js,     text/javascript; charset=utf-8",
        "style.css,  text/css; charset=utf-8",
        "mark.svg,   image/svg+xml",
        "config.json, application/json",
    })
    void everyFileSaysWhatItIsAndWhatThePageMayDo(String name, String type) {
        PageFile file = pages.find(name).orElseThrow();
        assertThat(file.contentType()).isEqualTo(type);
        assertThat(file.headers())
                .containsEntry("Cache-Control", "no-cache")
                .containsEntry("Referrer-Policy", "no-referrer")
                .hasEntrySatisfying(
                        "Content-Security-Policy",
                        policy -> assertThat(policy)
                                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                                .contains("form-action 'none'; frame-ancestors 'none'")
                                .doesNotContain("unsafe", "http", "*"));
    }

    @ParameterizedTest
    @CsvSource({"main.js", "css/tokens.css", "..", "account.html", "app-0123456789ABCDEF.js", "app-0123456789abcdef.css"
    })
    void nothingElseIsThere(String name) {
        assertThat(pages.find(name)).isEmpty();
    }

    @Test
    void noPageHasAStyleOrAScriptInItOrAsksAnybodyElse() {
        assertThat(text(AccountPages.PAGE)).doesNotContain(" style=", "<style", " onclick", "javascript:");
        assertThat(List.of(text(AccountPages.PAGE), text("app.js"), text("style.css"), text("mark.svg")))
                .allSatisfy(text -> assertThat(text.replace("http://www.w3.org/2000/svg", ""))
                        .doesNotContainPattern("https?://|//[a-z]+\\.[a-z]"));
        assertThat(text("app.js")).doesNotContain("innerHTML", "insertAdjacentHTML", "eval(", "new Function");
    }

    @Test
    void bothLanguagesHaveEveryText() {
        String script = text("app.js");
        assertThat(names(script, "const EN")).hasSizeGreaterThan(200).isEqualTo(names(script, "const DE"));
    }

    private static Set<String> names(String script, String table) {
        int start = script.indexOf(table + " = {");
        Set<String> names = new TreeSet<>();
        TEXT.matcher(script.substring(start, script.indexOf("\n};", start)))
                .results()
                .map(MatchResult::group)
                .forEach(names::add);
        return names;
    }

    @Test
    void configTellsWhatAStackOffers() {
        assertThat(text("config.json"))
                .isEqualTo("{\"scheme\":\"Token\",\"registration\":true,\"login_by\":\"username\",\"mail\":false,"
                        + "\"deletion\":false,\"export\":false,\"undo\":false,"
                        + "\"email_verification\":\"none\",\"reset_minutes\":60,\"verification_minutes\":1440,"
                        + "\"deletion_minutes\":10080,\"second_factor\":false,\"passkeys\":false}");
        AccountPages all = new AccountPages(new Variables(Map.ofEntries(
                Map.entry("AUTH_HEADER_PREFIX", "Bearer"),
                Map.entry("REGISTRATION", "closed"),
                Map.entry("LOGIN_BY", "either"),
                Map.entry("MAIL", "ses"),
                Map.entry("ACCOUNT_OFFERS", "export,deletion"),
                Map.entry("EMAIL_VERIFICATION", "mandatory"),
                Map.entry("PASSWORD_RESET_TTL", "PT30M"),
                Map.entry("EMAIL_VERIFICATION_TTL", "P2D"),
                Map.entry("SECOND_FACTOR", "optional"),
                Map.entry("PASSKEY_RP_ID", "example.com"),
                Map.entry("DELETION_GRACE", "PT1H"))));
        assertThat(all.find("config.json").orElseThrow().text())
                .isEqualTo("{\"scheme\":\"Bearer\",\"registration\":false,\"login_by\":\"either\",\"mail\":true,"
                        + "\"deletion\":true,\"export\":true,\"undo\":false,"
                        + "\"email_verification\":\"mandatory\",\"reset_minutes\":30,\"verification_minutes\":2880,"
                        + "\"deletion_minutes\":60,\"second_factor\":true,\"passkeys\":true}");
    }

    private String text(String name) {
        return pages.find(name).orElseThrow().text();
    }
}
