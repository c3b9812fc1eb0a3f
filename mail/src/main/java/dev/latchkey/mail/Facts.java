package dev.latchkey.mail;

import dev.latchkey.text.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a mail repeats of what somebody else wrote: names of accounts, of clients, and addresses.
 *
 * <p>Mail programs make links of what looks like one, also in plain text, and an account may be called {@code evil.example}. So a mail
 * shows a name only if it consists of letters, digits and the signs {@code -} and {@code _}, and describes a client in our own words.
 */
final class Facts {
    /** A letter first, since programs make telephone numbers of digits. */
    private static final Pattern PLAIN_NAME = Pattern.compile("\\p{L}[\\p{L}\\p{M}\\p{Nd}_-]{0,63}");

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("(?=.*:)[0-9a-fA-F:]{2,39}");

    private record Known(String mark, String name) {}

    /** The first that fits: what comes later stands in the names of those before, too. */
    private static final List<Known> BROWSERS = List.of(
            new Known("Edg", "Edge"),
            new Known("OPR/", "Opera"),
            new Known("SamsungBrowser/", "Samsung Internet"),
            new Known("Firefox/", "Firefox"),
            new Known("FxiOS/", "Firefox"),
            new Known("CriOS/", "Chrome"),
            new Known("Chrome/", "Chrome"),
            new Known("Safari/", "Safari"),
            new Known("curl/", "curl"));

    private static final List<Known> SYSTEMS = List.of(
            new Known("iPhone", "iPhone"),
            new Known("iPad", "iPad"),
            new Known("Android", "Android"),
            new Known("Windows", "Windows"),
            new Known("Mac OS X", "macOS"),
            new Known("CrOS", "ChromeOS"),
            new Known("Linux", "Linux"));

    private Facts() {}

    /** Returns an account's name as a mail may tell it. */
    static Optional<String> account(String name) {
        return Optional.of(name).filter(text -> PLAIN_NAME.matcher(text).matches());
    }

    /** Returns an address as a mail may tell it. */
    static Optional<String> source(String address) {
        return Optional.of(address)
                .filter(text ->
                        IPV4.matcher(text).matches() || IPV6.matcher(text).matches());
    }

    /** Returns what a client is, such as "Firefox on Windows", as far as it says so. */
    static Optional<String> device(String userAgent, Language language) {
        List<String> parts = new ArrayList<>(2);
        first(BROWSERS, userAgent).ifPresent(parts::add);
        first(SYSTEMS, userAgent).ifPresent(parts::add);
        String joint = Map.of(Language.EN, " on ", Language.DE, " unter ").getOrDefault(language, " ");
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(joint, parts));
    }

    private static Optional<String> first(List<Known> known, String userAgent) {
        return known.stream()
                .filter(one -> userAgent.contains(one.mark()))
                .map(Known::name)
                .findFirst();
    }
}
