package dev.latchkey.letter;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Where the account pages are, from the setting {@code ACCOUNT_URL} and nothing else: a link that was built from a request's
 * {@code Host} would lead to wherever its sender liked (CVE-2021-3754 is of that kind).
 *
 * <p>What a link carries stands behind {@code #}, in the part that browsers keep to themselves: it is in no server's log, and in no
 * {@code Referer}.
 */
public final class AccountUrl {
    /** The setting's name. */
    public static final String SETTING = "ACCOUNT_URL";

    private final String url;

    private AccountUrl(String url) {
        this.url = url;
    }

    /**
     * Reads the setting.
     *
     * @throws InvalidSettingException if it is missing, is no address of a page, holds a fragment or credentials, or is not HTTPS
     *     anywhere but on this machine
     */
    public static AccountUrl from(Variables variables) {
        String value = variables.required(SETTING);
        try {
            URI uri = new URI(value);
            if (uri.getHost() == null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
                throw refused(value);
            }
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (!scheme.equals("https") && !(scheme.equals("http") && isThisMachine(uri.getHost()))) {
                throw refused(value);
            }
            return new AccountUrl(uri.toASCIIString());
        } catch (URISyntaxException e) {
            throw refused(value);
        }
    }

    /** Returns a link to one of the pages, which carries no secret. */
    public LetterLink page(String page) {
        return new LetterLink(url + "#" + page);
    }

    /**
     * Returns a link to one of the pages.
     *
     * @param page the page's name
     * @param parameters what the link carries, in the order in which it is to stand
     */
    public LetterLink page(String page, Map<String, String> parameters) {
        StringJoiner query = new StringJoiner("&");
        parameters.forEach((name, value) -> query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return new LetterLink(url + "#" + page + "?" + query);
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    private static InvalidSettingException refused(String value) {
        return new InvalidSettingException(
                SETTING, "must be the https address of the account pages, without #, but is \"" + value + "\"");
    }
}
