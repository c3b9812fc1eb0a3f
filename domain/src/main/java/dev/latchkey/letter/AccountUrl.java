package dev.latchkey.letter;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

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

    /** As the template's parameter has it, so that what deploys also starts. */
    private static final Pattern PAGE = Pattern.compile(
            "(https://[A-Za-z0-9.-]{1,253}|http://(localhost|127\\.0\\.0\\.1))(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]{0,200})?");

    /** Where {@code latchkey serve} has them: of use only where mails stay on the same machine. */
    private static final String LOCAL = "http://127.0.0.1:3000/account";

    private final String url;

    private AccountUrl(String url) {
        this.url = url;
    }

    /**
     * Reads the setting.
     *
     * @throws InvalidSettingException if it is missing, unless mails go to an outbox on this machine, or is no address of a page, or
     *     is not HTTPS anywhere but on this machine
     */
    public static AccountUrl from(Variables variables) {
        boolean isLocal = variables.text("MAIL", "").equals("outbox");
        if (!isLocal) {
            variables.required(SETTING);
        }
        return new AccountUrl(variables.text(
                SETTING, LOCAL, PAGE, "the https address of a page, such as https://www.example.com/account"));
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
}
