package dev.latchkey.mail;

import dev.latchkey.config.Variables;
import dev.latchkey.letter.AccountUrl;
import dev.latchkey.letter.Letter;
import dev.latchkey.letter.LetterLink;
import dev.latchkey.letter.Occasion;
import dev.latchkey.letter.Origin;
import dev.latchkey.text.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Letters and senders for tests. */
final class Letters {
    static final Instant AT = Instant.parse("2026-11-27T19:33:20.123456Z");
    static final String FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    static final Sender SENDER = sender("Latchkey <no-reply@accounts.example.com>");
    private static final AccountUrl PAGES =
            AccountUrl.from(new Variables(Map.of("ACCOUNT_URL", "https://accounts.example.com/account")));

    private Letters() {}

    static Sender sender(String from) {
        return Sender.from(new Variables(Map.of("MAIL_FROM", from)));
    }

    static Letter about(Occasion occasion, Language language) {
        return letter(occasion, language, "ada@example.com", occasion.tellsOrigin() ? "ada" : "");
    }

    static Letter to(String address) {
        return letter(Occasion.RESET, Language.EN, address, "");
    }

    static Letter ofAccount(String name) {
        return letter(Occasion.PASSWORD_CHANGED, Language.EN, "ada@example.com", name);
    }

    private static Letter letter(Occasion occasion, Language language, String to, String account) {
        Duration life = switch (occasion) {
            case RESET -> Duration.ofHours(1);
            case VERIFICATION, NEW_ADDRESS -> Duration.ofDays(1);
            default -> occasion.hasSecret() ? Duration.ofDays(7) : Duration.ZERO;
        };
        return new Letter(
                "3f9c27",
                occasion,
                language,
                to,
                account,
                link(occasion),
                life,
                new Origin(AT, FIREFOX, "198.51.100.24"));
    }

    private static LetterLink link(Occasion occasion) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("uid", "MTI-4f0c91");
        parameters.put("token", "lk_reset_k7Qx2v9TzR4mWc8LpN1sYdaB3eF5gH6iJ0oP-q_rStU");
        return occasion.hasSecret() ? PAGES.page(occasion.label(), parameters) : PAGES.page("forgot");
    }
}
