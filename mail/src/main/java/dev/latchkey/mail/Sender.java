package dev.latchkey.mail;

import dev.latchkey.config.InvalidSettingException;
import dev.latchkey.config.Variables;
import dev.latchkey.user.EmailRule;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who mails are from, by the setting {@code MAIL_FROM}: an address, or a name and an address as {@code Name <address>}.
 *
 * @param name the name, which mails also call the product by; the address's domain where none is set
 * @param address the address, in ASCII
 */
record Sender(String name, String address) {
    private static final String SETTING = "MAIL_FROM";
    private static final Pattern FORM =
            Pattern.compile("(?:(?<name>[^<>]{1,64}) ?<(?<address>[^<>]+)>)|(?<bare>[^<> ]+)");

    /**
     * Reads the setting.
     *
     * @throws InvalidSettingException if it is missing or has no such form
     */
    static Sender from(Variables variables) {
        String value = variables.required(SETTING).strip();
        Matcher form = FORM.matcher(value);
        if (!form.matches() || value.codePoints().anyMatch(Sender::isHidden)) {
            throw refused(value);
        }
        String bare = form.group("bare");
        String address = bare == null ? form.group("address") : bare;
        if (!EmailRule.violations(address).isEmpty() || address.chars().anyMatch(c -> c > 0x7E)) {
            throw refused(value);
        }
        String domain = address.substring(address.lastIndexOf('@') + 1);
        String name = bare == null ? unquoted(form.group("name").strip()) : domain;
        if (name.isBlank()) {
            throw refused(value);
        }
        return new Sender(name, address);
    }

    private static String unquoted(String name) {
        boolean quoted = name.length() > 2 && name.startsWith("\"") && name.endsWith("\"");
        return quoted ? name.substring(1, name.length() - 1) : name;
    }

    /** What would not be seen, or would turn the text around it. */
    private static boolean isHidden(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    private static InvalidSettingException refused(String value) {
        return new InvalidSettingException(
                SETTING,
                "must be an address in ASCII, such as Acme <no-reply@accounts.example.com>, but is \"" + value + "\"");
    }

    /** Returns the domain of the address. */
    String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** Returns the first sign of the name, in upper case. */
    String initial() {
        return name.substring(0, name.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }
}
